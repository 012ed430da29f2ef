package dev.inlay.train;

/** The mean of values: as a metric of a model, of its predictions, whatever the labels. */
public record Mean() implements Metric {
  @Override
  public String name() {
    return "mean";
  }

  @Override
  public Mode direction() {
    return Mode.AUTO;
  }

  @Override
  public Accumulator start() {
    return Average.elementwise((y, p) -> p);
  }
}
