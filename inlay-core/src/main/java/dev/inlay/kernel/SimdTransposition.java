package dev.inlay.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrices laid on their side, eight by eight in registers: three rounds, each of which swaps, in
 * pairs of rows, what is above the diagonal with what is below it, in blocks of 4, 2 and 1.
 */
final class SimdTransposition {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final int SIDE = 8;

  private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromOp(S, lane -> lane ^ 4);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
  private static final VectorMask<Float> HIGH_4 = VectorMask.fromLong(S, 0b11110000);
  private static final VectorMask<Float> HIGH_2 = VectorMask.fromLong(S, 0b11001100);
  private static final VectorMask<Float> HIGH_1 = VectorMask.fromLong(S, 0b10101010);

  /** Whether the machine's vectors hold eight floats. */
  private static final boolean IN_REGISTERS = FloatVector.SPECIES_PREFERRED.length() >= SIDE;

  private SimdTransposition() {}

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
    int r = 0;
    if (IN_REGISTERS) {
      for (; r <= rows - SIDE; r += SIDE) {
        int p = 0;
        for (; p <= columns - SIDE; p += SIDE) {
          square(x, xOff + r * xStride + p, xStride, dst, dstOff + p * dstStride + r, dstStride);
        }
        plain(r, r + SIDE, p, columns, x, xOff, xStride, dst, dstOff, dstStride);
      }
    }
    plain(r, rows, 0, columns, x, xOff, xStride, dst, dstOff, dstStride);
  }

  private static void plain(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[] x,
      int xOff,
      int xStride,
      float[] dst,
      int dstOff,
      int dstStride) {
    for (int r = fromRow; r < toRow; r++) {
      for (int p = fromColumn; p < toColumn; p++) {
        dst[dstOff + p * dstStride + r] = x[xOff + r * xStride + p];
      }
    }
  }

  private static void square(
      float[] x, int xAt, int xStride, float[] dst, int dstAt, int dstStride) {
    FloatVector a0 = FloatVector.fromArray(S, x, xAt);
    FloatVector a1 = FloatVector.fromArray(S, x, xAt + xStride);
    FloatVector a2 = FloatVector.fromArray(S, x, xAt + 2 * xStride);
    FloatVector a3 = FloatVector.fromArray(S, x, xAt + 3 * xStride);
    FloatVector a4 = FloatVector.fromArray(S, x, xAt + 4 * xStride);
    FloatVector a5 = FloatVector.fromArray(S, x, xAt + 5 * xStride);
    FloatVector a6 = FloatVector.fromArray(S, x, xAt + 6 * xStride);
    FloatVector a7 = FloatVector.fromArray(S, x, xAt + 7 * xStride);
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
}
