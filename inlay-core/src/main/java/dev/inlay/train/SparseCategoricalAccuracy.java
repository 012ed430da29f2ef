package dev.inlay.train;

/** How often the likeliest class is the one whose id is the label. */
public record SparseCategoricalAccuracy() implements Metric {
  @Override
  public String name() {
    return "sparse_categorical_accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.rowwise(
        true, (y, at, p, from, n) -> y[at] == Ranking.largest(p, from, n) ? 1 : 0);
  }
}
