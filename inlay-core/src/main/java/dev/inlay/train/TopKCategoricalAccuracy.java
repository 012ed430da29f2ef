package dev.inlay.train;

/** How often the class that a one-hot label has is among the k likeliest. */
public record TopKCategoricalAccuracy(int k) implements Metric {
  /** Of the five likeliest. */
  public static TopKCategoricalAccuracy of() {
    return new TopKCategoricalAccuracy(5);
  }

  public static TopKCategoricalAccuracy of(int k) {
    return new TopKCategoricalAccuracy(k);
  }

  @Override
  public String name() {
    return "top_k_categorical_accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.rowwise(
        false,
        (y, at, p, from, n) -> Ranking.isAmong(k, p, from, n, Ranking.largest(y, at, n)) ? 1 : 0);
  }
}
