package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdTiles.COLUMNS;
import static dev.inlay.kernel.SimdTiles.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Lays out parts of matrices as the tiles read them. */
final class SimdPacking {
  private SimdPacking() {}

  /**
   * A block of B as panels: {@code [k, 2 V]} each, the last one {@code [k, V]} if no more columns
   * are left, filled up with zeros.
   */
  static void right(
      boolean transposed, int k, int n, float[] b, int bOff, int ldb, float[] dst, int dstOff) {
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      int width = columns > V ? COLUMNS : V;
      int to = dstOff + j * k;
      if (transposed) {
        transpose(k, columns, b, bOff + j * ldb, ldb, dst, to, width);
      } else if (columns == COLUMNS) {
        copyWide(k, b, bOff + j, ldb, dst, to);
      } else {
        copyPart(k, columns, b, bOff + j, ldb, dst, to, width);
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

  /** Four rows of the source at a time. */
  private static void transpose(
      int k, int columns, float[] b, int bOff, int ldb, float[] dst, int dstOff, int width) {
    int j = 0;
    for (; j + 3 < columns; j += 4) {
      four(k, b, bOff + j * ldb, ldb, dst, dstOff + j, width);
    }
    for (; j < columns; j++) {
      for (int p = 0; p < k; p++) {
        dst[dstOff + p * width + j] = b[bOff + j * ldb + p];
      }
    }
    for (; j < width; j++) {
      for (int p = 0; p < k; p++) {
        dst[dstOff + p * width + j] = 0;
      }
    }
  }

  private static void four(
      int k, float[] b, int bOff, int ldb, float[] dst, int dstOff, int width) {
    int b1 = bOff + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    for (int p = 0; p < k; p++) {
      int to = dstOff + p * width;
      dst[to] = b[bOff + p];
      dst[to + 1] = b[b1 + p];
      dst[to + 2] = b[b2 + p];
      dst[to + 3] = b[b3 + p];
    }
  }

  /** How long {@link #left}'s destination must be. */
  static int leftLength(int m, int k) {
    return (m + ROWS - 1) / ROWS * ROWS * k + V;
  }

  /**
   * Rows of op(A) as panels of {@code [k, ROWS]}, from an A that lies as {@code [k, m]}. Each store
   * is a whole vector, of which the next store overwrites what is beyond the panel.
   */
  static void left(int m, int k, float[] a, int aOff, int lda, float[] dst) {
    for (int i = 0; i < m; i += ROWS) {
      VectorMask<Float> mask = S.indexInRange(0, Math.min(ROWS, m - i));
      for (int p = 0; p < k; p++) {
        FloatVector.fromArray(S, a, aOff + p * lda + i, mask).intoArray(dst, i * k + p * ROWS);
      }
    }
  }
}
