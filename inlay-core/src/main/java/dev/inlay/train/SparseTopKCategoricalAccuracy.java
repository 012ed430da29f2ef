package dev.inlay.train;

/**
 * How often the class whose id is the label is among the k likeliest.
 *
 * @param fromSortedIds whether predictions are ids of classes, the likeliest first, not a number
 *     for each class
 */
public record SparseTopKCategoricalAccuracy(int k, boolean fromSortedIds) implements Metric {
  /** Of the five likeliest. */
  public static SparseTopKCategoricalAccuracy of() {
    return new SparseTopKCategoricalAccuracy(5, false);
  }

  public static SparseTopKCategoricalAccuracy of(int k) {
    return new SparseTopKCategoricalAccuracy(k, false);
  }

  public SparseTopKCategoricalAccuracy withFromSortedIds(boolean ids) {
    return new SparseTopKCategoricalAccuracy(k, ids);
  }

  @Override
  public String name() {
    return "sparse_top_k_categorical_accuracy";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return Average.rowwise(
        true,
        (y, at, p, from, n) ->
            (fromSortedIds
                    ? isFirst(y[at], p, from, n)
                    : Ranking.isAmong(k, p, from, n, (int) y[at]))
                ? 1
                : 0);
  }

  private boolean isFirst(float label, float[] ids, int from, int n) {
    for (int i = from; i < from + Math.min(k, n); i++) {
      if (ids[i] == label) {
        return true;
      }
    }
    return false;
  }
}
