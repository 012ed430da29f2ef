package dev.inlay.train;

/** How often the likeliest class is the one that a one-hot label has. */
public record CategoricalAccuracy() implements Metric {
  @Override
  public String name() {
    return "categorical_accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.rowwise(
        false,
        (y, at, p, from, n) -> Ranking.largest(y, at, n) == Ranking.largest(p, from, n) ? 1 : 0);
  }
}
