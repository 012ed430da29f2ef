package dev.inlay.train;

/** How often the class whose id is the label is among the k likeliest. */
public record SparseTopKCategoricalAccuracy(int k) implements Metric {
  /** Of the five likeliest. */
  public static SparseTopKCategoricalAccuracy of() {
    return new SparseTopKCategoricalAccuracy(5);
  }

  public static SparseTopKCategoricalAccuracy of(int k) {
    return new SparseTopKCategoricalAccuracy(k);
  }

  @Override
  public String name() {
    return "sparse_top_k_categorical_accuracy";
  }

  @Override
  public Accumulator start() {
    return Average.rowwise(
        true, (y, at, p, from, n) -> Ranking.isAmong(k, p, from, n, (int) y[at]) ? 1 : 0);
  }
}
