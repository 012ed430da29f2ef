package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import dev.inlay.tensor.Table;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * {@link Lookups} in vectors.
 *
 * <p>Rows of large tables lie far from each other, and the processor waits for the memory at each.
 * It looks ahead by a few hundred instructions: a loop of few for each row has many rows on their
 * way at once. So rows of one vector have loops of their own, and others are touched, a few of them
 * one after the other, before they are copied.
 */
final class SimdLookups implements Lookups {
  /** Rows that are on their way from the memory at once. */
  private static final int AHEAD = 32;

  /** A sum that next to no rows have. */
  private static final float RARE = 0x1.2345p-67f;

  /** Not for use: the JIT must not find out that nobody wants what touching has read. */
  float touched;

  @Override
  public void gather(
      Table table, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride) {
    if (isOneVector(table) && table.width() == V) {
      gatherWholeVectors(table.chunk(0), ids, idsOff, count, dst, dstOff, dstStride);
      return;
    }
    if (isOneVector(table)) {
      gatherVectors(table.chunk(0), table.width(), ids, idsOff, count, dst, dstOff, dstStride);
      return;
    }
    for (int i = 0; i < count; i += AHEAD) {
      int n = Math.min(AHEAD, count - i);
      // Written hardly ever: all threads share these loops, and would share its cache line.
      if (Fetch.touch(table, ids, idsOff + i, n) == RARE) {
        touched = RARE;
      }
      gatherRows(table, ids, idsOff + i, n, dst, dstOff + i * dstStride, dstStride);
    }
  }

  /** Whether rows are one vector or less, and all in one array. */
  private static boolean isOneVector(Table table) {
    return table.width() <= V && table.chunkCount() == 1;
  }

  /** Without masks, which take so many instructions that fewer rows are on their way at once. */
  private static void gatherWholeVectors(
      float[] rows, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride) {
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      int to = dstOff + i * dstStride;
      if (id < 0) {
        FloatVector.zero(S).intoArray(dst, to);
      } else {
        FloatVector.fromArray(S, rows, id * V).intoArray(dst, to);
      }
    }
  }

  private static void gatherVectors(
      float[] rows,
      int width,
      int[] ids,
      int idsOff,
      int count,
      float[] dst,
      int dstOff,
      int dstStride) {
    var mask = S.indexInRange(0, width);
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      int to = dstOff + i * dstStride;
      if (id < 0) {
        FloatVector.zero(S).intoArray(dst, to, mask);
      } else {
        FloatVector.fromArray(S, rows, id * width, mask).intoArray(dst, to, mask);
      }
    }
  }

  private static void gatherRows(
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
    if (isOneVector(table)) {
      scatterVectors(src, srcOff, width, ids, idsOff, count, table.chunk(0));
      return;
    }
    int shift = table.chunkShift();
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      SimdLanes.copy(src, srcOff + i * width, table.chunk(id >>> shift), table.offset(id), width);
    }
  }

  private static void scatterVectors(
      float[] src, int srcOff, int width, int[] ids, int idsOff, int count, float[] rows) {
    var mask = S.indexInRange(0, width);
    for (int i = 0; i < count; i++) {
      FloatVector.fromArray(S, src, srcOff + i * width, mask)
          .intoArray(rows, ids[idsOff + i] * width, mask);
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
    if (width <= V && factors == null) {
      addVectors(slots, slotsOff, count, src, srcOff, srcStride, dst, dstOff, width);
      return;
    }
    for (int p = 0; p < count; p++) {
      int slot = slots[slotsOff + p];
      if (slot >= 0) {
        float factor = factors == null ? 1 : factors[factorsOff + p];
        addRow(factor, src, srcOff + p * srcStride, dst, dstOff + slot * width, width);
      }
    }
  }

  private static void addVectors(
      int[] slots,
      int slotsOff,
      int count,
      float[] src,
      int srcOff,
      int srcStride,
      float[] dst,
      int dstOff,
      int width) {
    var mask = S.indexInRange(0, width);
    for (int p = 0; p < count; p++) {
      int slot = slots[slotsOff + p];
      if (slot >= 0) {
        int at = dstOff + slot * width;
        var row = FloatVector.fromArray(S, src, srcOff + p * srcStride, mask);
        FloatVector.fromArray(S, dst, at, mask).add(row).intoArray(dst, at, mask);
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
