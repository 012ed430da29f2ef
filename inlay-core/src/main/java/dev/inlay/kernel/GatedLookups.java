package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;

import dev.inlay.tensor.Table;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link Lookups} in plain loops until those in vectors are warm. */
final class GatedLookups implements Lookups {
  private static final int[] IDS = {0, -1};
  private static final int[] SPLITS = {0, 1};
  private static final float[] FACTORS = {0.5f};

  /** One of each width that a rehearsal takes; a table ends with its array. */
  private final Table[] tables =
      IntStream.rangeClosed(1, Warmup.N).mapToObj(n -> new Table(1, n)).toArray(Table[]::new);

  private final Lookups scalar = new ScalarLookups();
  private final Lookups simd;
  private final Gate gather;
  private final Gate scatter;
  private final Gate bag;
  private final Gate scatterAdd;

  GatedLookups(Lookups simd, Warmup warmup) {
    this.simd = simd;
    gather = new Gate(warmup, (_, n) -> rehearseGather(n));
    scatter = new Gate(warmup, (at, n) -> simd.scatter(A, at, IDS, 0, 1, table(n)));
    bag = new Gate(warmup, (at, n) -> simd.bag(table(n), IDS, SPLITS, FACTORS, 0, 1, A, at, n));
    scatterAdd = new Gate(warmup, this::rehearseScatterAdd);
  }

  private Table table(int width) {
    return tables[width - 1];
  }

  private void rehearseGather(int n) {
    simd.gather(table(n), IDS, 0, 2, A, 0, n);
    // Rows of one whole vector, however long it is, have a loop of their own.
    int vector = n == 5 ? 4 : n == 32 ? 16 : 8;
    simd.gather(table(vector), IDS, 0, 2, A, 0, vector);
  }

  private void rehearseScatterAdd(int at, int n) {
    simd.scatterAdd(IDS, 0, at == 0 ? FACTORS : null, 0, 1, A, at, n, B, 0, n);
    simd.scatterAdd(IDS, 1, null, 0, 1, A, at, n, B, 0, n);
  }

  @Override
  public void gather(
      Table table, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride) {
    (gather.isOpen(count * (Gate.ROW + table.width())) ? simd : scalar)
        .gather(table, ids, idsOff, count, dst, dstOff, dstStride);
  }

  @Override
  public void scatter(float[] src, int srcOff, int[] ids, int idsOff, int count, Table table) {
    (scatter.isOpen(count * (Gate.ROW + table.width())) ? simd : scalar)
        .scatter(src, srcOff, ids, idsOff, count, table);
  }

  @Override
  public void bag(
      Table table,
      int[] ids,
      int[] splits,
      float[] factors,
      int from,
      int to,
      float[] dst,
      int dstOff,
      int dstStride) {
    (bag.isOpen((splits[to] - splits[from]) * (Gate.ROW + table.width())) ? simd : scalar)
        .bag(table, ids, splits, factors, from, to, dst, dstOff, dstStride);
  }

  @Override
  public void scatterAdd(
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
      int width) {
    (scatterAdd.isOpen(count * (Gate.ROW + width)) ? simd : scalar)
        .scatterAdd(
            slots,
            slotsOff,
            factors,
            factorsOff,
            count,
            src,
            srcOff,
            srcStride,
            dst,
            dstOff,
            width);
  }
}
