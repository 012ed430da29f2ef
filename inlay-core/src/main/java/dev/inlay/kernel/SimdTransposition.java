package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Matrices laid on their side, in squares of eight by eight, of which a vector holds a row each of
 * one or of two that stand below each other: three rounds, each of which swaps, in pairs of rows,
 * what is above the diagonal with what is below it, in blocks of 4, 2 and 1.
 */
final class SimdTransposition {
  private static final int SIDE = 8;

  private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromOp(S, lane -> lane ^ 4);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
  private static final VectorMask<Float> HIGH_4 = lanes(4);
  private static final VectorMask<Float> HIGH_2 = lanes(2);
  private static final VectorMask<Float> HIGH_1 = lanes(1);

  /** The lanes of the lower square. */
  private static final VectorMask<Float> LOWER = lanes(SIDE);

  /** Whether the machine's vectors hold eight floats. */
  private static final boolean IN_REGISTERS = V >= SIDE;

  private SimdTransposition() {}

  /** The lanes whose number has a bit. */
  private static VectorMask<Float> lanes(int bit) {
    long lanes = 0;
    for (int lane = 0; lane < V; lane++) {
      lanes |= (lane & bit) == 0 ? 0 : 1L << lane;
    }
    return VectorMask.fromLong(S, lanes);
  }

  /** {@code dst[p, r] = x[r, p]}, for {@code rows} r and {@code columns} p. */
  static void of(
      int rows,
      int columns,
      float[] x,
      int xOff,
      int xStride,
      float[] dst,
      int dstOff,
      int dstStride) {
    if (!IN_REGISTERS || rows < V || columns < SIDE) {
      plain(rows, columns, x, xOff, xStride, dst, dstOff, dstStride);
      return;
    }
    // The last rows and columns are done twice where they don't fill squares.
    for (int next = 0; next < rows; next += V) {
      int r = Math.min(next, rows - V);
      for (int after = 0; after < columns; after += SIDE) {
        int p = Math.min(after, columns - SIDE);
        squares(x, xOff + r * xStride + p, xStride, dst, dstOff + p * dstStride + r, dstStride);
      }
    }
  }

  private static void plain(
      int rows,
      int columns,
      float[] x,
      int xOff,
      int xStride,
      float[] dst,
      int dstOff,
      int dstStride) {
    for (int r = 0; r < rows; r++) {
      for (int p = 0; p < columns; p++) {
        dst[dstOff + p * dstStride + r] = x[xOff + r * xStride + p];
      }
    }
  }

  private static void squares(
      float[] x, int xAt, int xStride, float[] dst, int dstAt, int dstStride) {
    FloatVector a0 = rows(x, xAt, xStride);
    FloatVector a1 = rows(x, xAt + xStride, xStride);
    FloatVector a2 = rows(x, xAt + 2 * xStride, xStride);
    FloatVector a3 = rows(x, xAt + 3 * xStride, xStride);
    FloatVector a4 = rows(x, xAt + 4 * xStride, xStride);
    FloatVector a5 = rows(x, xAt + 5 * xStride, xStride);
    FloatVector a6 = rows(x, xAt + 6 * xStride, xStride);
    FloatVector a7 = rows(x, xAt + 7 * xStride, xStride);
    FloatVector b0 = a0.blend(a4.rearrange(BY_4), HIGH_4);
    FloatVector b1 = a1.blend(a5.rearrange(BY_4), HIGH_4);
    FloatVector b2 = a2.blend(a6.rearrange(BY_4), HIGH_4);
    FloatVector b3 = a3.blend(a7.rearrange(BY_4), HIGH_4);
    FloatVector b4 = a0.rearrange(BY_4).blend(a4, HIGH_4);
    FloatVector b5 = a1.rearrange(BY_4).blend(a5, HIGH_4);
    FloatVector b6 = a2.rearrange(BY_4).blend(a6, HIGH_4);
    FloatVector b7 = a3.rearrange(BY_4).blend(a7, HIGH_4);
    FloatVector c0 = b0.blend(b2.rearrange(BY_2), HIGH_2);
    FloatVector c1 = b1.blend(b3.rearrange(BY_2), HIGH_2);
    FloatVector c2 = b0.rearrange(BY_2).blend(b2, HIGH_2);
    FloatVector c3 = b1.rearrange(BY_2).blend(b3, HIGH_2);
    FloatVector c4 = b4.blend(b6.rearrange(BY_2), HIGH_2);
    FloatVector c5 = b5.blend(b7.rearrange(BY_2), HIGH_2);
    FloatVector c6 = b4.rearrange(BY_2).blend(b6, HIGH_2);
    FloatVector c7 = b5.rearrange(BY_2).blend(b7, HIGH_2);
    FloatVector d0 = c0.blend(c1.rearrange(BY_1), HIGH_1);
    FloatVector d1 = c0.rearrange(BY_1).blend(c1, HIGH_1);
    FloatVector d2 = c2.blend(c3.rearrange(BY_1), HIGH_1);
    FloatVector d3 = c2.rearrange(BY_1).blend(c3, HIGH_1);
    FloatVector d4 = c4.blend(c5.rearrange(BY_1), HIGH_1);
    FloatVector d5 = c4.rearrange(BY_1).blend(c5, HIGH_1);
    FloatVector d6 = c6.blend(c7.rearrange(BY_1), HIGH_1);
    FloatVector d7 = c6.rearrange(BY_1).blend(c7, HIGH_1);
    d0.intoArray(dst, dstAt);
    d1.intoArray(dst, dstAt + dstStride);
    d2.intoArray(dst, dstAt + 2 * dstStride);
    d3.intoArray(dst, dstAt + 3 * dstStride);
    d4.intoArray(dst, dstAt + 4 * dstStride);
    d5.intoArray(dst, dstAt + 5 * dstStride);
    d6.intoArray(dst, dstAt + 6 * dstStride);
    d7.intoArray(dst, dstAt + 7 * dstStride);
  }

  /** A row of each square: the lower one's from vectors that begin eight columns earlier. */
  private static FloatVector rows(float[] x, int at, int stride) {
    FloatVector upper = FloatVector.fromArray(S, x, at);
    return V == SIDE
        ? upper
        : upper.blend(FloatVector.fromArray(S, x, at + SIDE * stride - SIDE), LOWER);
  }
}
