package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import dev.inlay.tensor.Table;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** {@link Lookups} in vectors. */
final class SimdLookups implements Lookups {
  @Override
  public void gather(
      Table table, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride) {
    int width = table.width();
    int shift = table.chunkShift();
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      int to = dstOff + i * dstStride;
      if (id < 0) {
        Arrays.fill(dst, to, to + width, 0);
      } else {
        SimdLanes.copy(table.chunk(id >>> shift), table.offset(id), dst, to, width);
      }
    }
  }

  @Override
  public void scatter(float[] src, int srcOff, int[] ids, int idsOff, int count, Table table) {
    int width = table.width();
    int shift = table.chunkShift();
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      SimdLanes.copy(src, srcOff + i * width, table.chunk(id >>> shift), table.offset(id), width);
    }
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
    int width = table.width();
    int shift = table.chunkShift();
    for (int r = from; r < to; r++) {
      int at = dstOff + (r - from) * dstStride;
      Arrays.fill(dst, at, at + width, 0);
      for (int e = splits[r]; e < splits[r + 1]; e++) {
        if (factors[e] != 0) {
          addRow(factors[e], table.chunk(ids[e] >>> shift), table.offset(ids[e]), dst, at, width);
        }
      }
    }
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
    for (int p = 0; p < count; p++) {
      int slot = slots[slotsOff + p];
      if (slot >= 0) {
        float factor = factors == null ? 1 : factors[factorsOff + p];
        addRow(factor, src, srcOff + p * srcStride, dst, dstOff + slot * width, width);
      }
    }
  }

  private static void addRow(float factor, float[] x, int xOff, float[] y, int yOff, int n) {
    FloatVector factors = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - V; i += V) {
      var product = FloatVector.fromArray(S, x, xOff + i).mul(factors);
      FloatVector.fromArray(S, y, yOff + i).add(product).intoArray(y, yOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var product = FloatVector.fromArray(S, x, xOff + i, rest).mul(factors);
      FloatVector.fromArray(S, y, yOff + i, rest).add(product).intoArray(y, yOff + i, rest);
    }
  }
}
