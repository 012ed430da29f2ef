package dev.inlay.kernel;

import dev.inlay.tensor.Table;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Lookups} in plain loops. */
final class ScalarLookups implements Lookups {
  @Override
  public void gather(
      Table table, int[] ids, int idsOff, int count, float[] dst, int dstOff, int dstStride) {
    int width = table.width();
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      int to = dstOff + i * dstStride;
      if (id < 0) {
        Arrays.fill(dst, to, to + width, 0);
      } else {
        float[] chunk = table.chunk(id >>> table.chunkShift());
        System.arraycopy(chunk, table.offset(id), dst, to, width);
      }
    }
  }

  @Override
  public void scatter(float[] src, int srcOff, int[] ids, int idsOff, int count, Table table) {
    int width = table.width();
    for (int i = 0; i < count; i++) {
      int id = ids[idsOff + i];
      System.arraycopy(src, srcOff + i * width, table.chunkOf(id), table.offset(id), width);
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
    for (int r = from; r < to; r++) {
      int at = dstOff + (r - from) * dstStride;
      Arrays.fill(dst, at, at + width, 0);
      for (int e = splits[r]; e < splits[r + 1]; e++) {
        if (factors[e] != 0) {
          float[] chunk = table.chunk(ids[e] >>> table.chunkShift());
          int row = table.offset(ids[e]);
          for (int i = 0; i < width; i++) {
            dst[at + i] += factors[e] * chunk[row + i];
          }
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
        int from = srcOff + p * srcStride;
        int to = dstOff + slot * width;
        for (int i = 0; i < width; i++) {
          dst[to + i] += factor * src[from + i];
        }
      }
    }
  }
}
