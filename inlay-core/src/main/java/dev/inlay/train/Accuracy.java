package dev.inlay.train;

/**
 * How often predictions equal labels: Keras's class of this name, for predictions that are answers
 * already. For probabilities see {@link Metric#ACCURACY}.
 */
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.elementwise((y, p) -> y == p ? 1 : 0);
  }
}
