package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdTiles.COLUMNS;
import static dev.inlay.kernel.SimdTiles.ROWS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Lays out parts of matrices as the tiles read them. */
final class SimdPacking {
  private SimdPacking() {}

  /**
   * A block of B as panels: {@code [k, 2 V]} each, the last one {@code [k, V]} if no more columns
   * are left, filled up with zeros.
   */
  static void right(boolean transposed, int k, int n, float[] b, int bOff, int ldb, float[] dst) {
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      int width = columns > V ? COLUMNS : V;
      if (transposed) {
        SimdTransposition.of(columns, k, b, bOff + j * ldb, ldb, dst, j * k, width);
        zeroColumns(k, columns, dst, j * k, width);
      } else if (columns == COLUMNS) {
        copyWide(k, b, bOff + j, ldb, dst, j * k);
      } else {
        copyPart(k, columns, b, bOff + j, ldb, dst, j * k, width);
      }
    }
  }

  private static void copyWide(int k, float[] b, int bOff, int ldb, float[] dst, int dstOff) {
    for (int p = 0; p < k; p++) {
      int from = bOff + p * ldb;
      int to = dstOff + p * COLUMNS;
      FloatVector.fromArray(S, b, from).intoArray(dst, to);
      FloatVector.fromArray(S, b, from + V).intoArray(dst, to + V);
    }
  }

  private static void copyPart(
      int k, int columns, float[] b, int bOff, int ldb, float[] dst, int dstOff, int width) {
    for (int j = 0; j < width; j += V) {
      VectorMask<Float> mask = S.indexInRange(j, columns);
      for (int p = 0; p < k; p++) {
        FloatVector.fromArray(S, b, bOff + p * ldb + j, mask)
            .intoArray(dst, dstOff + p * width + j);
      }
    }
  }

  private static void zeroColumns(int k, int from, float[] dst, int dstOff, int width) {
    for (int p = 0; p < k && from < width; p++) {
      Arrays.fill(dst, dstOff + p * width + from, dstOff + (p + 1) * width, 0);
    }
  }

  /** How long a panel of {@link #left} is, with what its last store writes beyond it. */
  static int leftPanel(int k) {
    return k * ROWS + V;
  }

  /**
   * Rows of op(A) as panels of {@code [k, ROWS]}, from an A that lies as {@code [k, m]}. Each store
   * is a whole vector, of which the next store overwrites what is too much.
   */
  static void left(int m, int k, float[] a, int aOff, int lda, float[] dst) {
    int panel = leftPanel(k);
    int whole = m - V;
    for (int p = 0; p < k; p++) {
      int i = 0;
      int to = p * ROWS;
      for (; i <= whole; i += ROWS) {
        FloatVector.fromArray(S, a, aOff + p * lda + i).intoArray(dst, to);
        to += panel;
      }
      for (; i < m; i += ROWS) {
        VectorMask<Float> mask = S.indexInRange(i, m);
        FloatVector.fromArray(S, a, aOff + p * lda + i, mask).intoArray(dst, to);
        to += panel;
      }
    }
  }
}
