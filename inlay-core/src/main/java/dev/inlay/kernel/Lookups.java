package dev.inlay.kernel;

import dev.inlay.graph.Lookup;
import dev.inlay.tensor.Table;
import org.jspecify.annotations.Nullable;

/** Loops between ids and rows of a table. A negative id gives zeros and takes no gradient. */
public interface Lookups {
  /** Row {@code ids[i]} goes to {@code dst[dstOff + i dstStride …]}, for {@code count} ids. */
  void gather(
      Table table, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride);

  /**
   * The other way: {@code count} rows of a packed {@code src} become the table's rows {@code
   * ids[i]}, all of which are different and not negative.
   */
  void scatter(float[] src, int srcOff, int[] ids, int idsOff, int count, Table table);

  /**
   * The rows {@code from} (inclusive) to {@code to} (exclusive) of a {@link Lookup.Bag}: entry e
   * counts with {@code factors[e]}, which {@link Bags#factors} makes. Row {@code from + i} goes to
   * {@code dst[dstOff + i dstStride …]}. Entries are added in their order.
   */
  void bag(
      Table table,
      int[] ids,
      int[] splits,
      float[] factors,
      int from,
      int to,
      float[] dst,
      int dstOff,
      int dstStride);

  /**
   * For {@code count} places p in their order: row {@code slots[p]} of the packed {@code dst} gains
   * {@code factors[p] src[srcOff + p srcStride …]}; no factors are ones. A slot below 0 takes
   * nothing. With a stride of 0 all places take of one row, as the entries of a bag do.
   */
  void scatterAdd(
      int[] slots,
      int slotsOff,
      float @Nullable [] factors,
      int factorsOff,
      int count,
      float[] src,
      int srcOff,
      int srcStride,
      float[] dst,
      int dstOff,
      int width);
}
