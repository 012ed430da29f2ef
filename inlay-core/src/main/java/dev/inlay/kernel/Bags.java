package dev.inlay.kernel;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Lookup;
import dev.inlay.tensor.Table;
import org.jspecify.annotations.Nullable;

/**
 * What each entry of a {@link Lookup.Bag} counts with, so that a bag and its gradient are plain
 * weighted sums.
 */
public final class Bags {
  private Bags() {}

  /**
   * The factor of each entry of the rows {@code from} (inclusive) to {@code to} (exclusive): its
   * weight over the row's divisor, times what {@code maxNorm} leaves of its embedding; 0 for an
   * entry that is left out.
   *
   * @param weights one for each entry; absent for 1
   * @param factors takes one for each entry, at the entry's own place
   */
  public static void factors(
      Lookup.Bag bag,
      Table table,
      int[] ids,
      int[] splits,
      float @Nullable [] weights,
      int from,
      int to,
      float[] factors) {
    for (int r = from; r < to; r++) {
      float divisor = 0;
      for (int e = splits[r]; e < splits[r + 1]; e++) {
        float weight = weights == null ? 1 : weights[e];
        boolean counts = ids[e] >= 0 && (weight > 0 || bag.combiner() == Combiner.SUM);
        factors[e] = counts ? weight : 0;
        divisor += bag.combiner() == Combiner.SQRTN ? factors[e] * factors[e] : factors[e];
      }
      float scale =
          switch (bag.combiner()) {
            case SUM -> 1;
            case MEAN -> divisor == 0 ? 0 : 1 / divisor;
            case SQRTN -> divisor == 0 ? 0 : (float) (1 / Math.sqrt(divisor));
          };
      for (int e = splits[r]; e < splits[r + 1]; e++) {
        if (factors[e] != 0) {
          factors[e] *= scale * shrink(table, ids[e], bag.maxNorm());
        }
      }
    }
  }

  /** What a row is multiplied with so that its Euclidean norm is at most {@code maxNorm}. */
  private static float shrink(Table table, int id, float maxNorm) {
    if (maxNorm == Float.POSITIVE_INFINITY) {
      return 1;
    }
    float[] chunk = table.chunk(id >>> table.chunkShift());
    int at = table.offset(id);
    double squares = 0;
    for (int i = 0; i < table.width(); i++) {
      squares += (double) chunk[at + i] * chunk[at + i];
    }
    double norm = Math.sqrt(squares);
    return norm > maxNorm ? (float) (maxNorm / norm) : 1;
  }
}
