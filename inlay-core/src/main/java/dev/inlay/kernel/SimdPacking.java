package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdTiles.ROWS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Lays out parts of matrices as the tiles read them. */
final class SimdPacking {
  /** The lanes of a vector that belong to one tile's rows; what is left, to those of the next. */
  private static final VectorMask<Float> OF_FIRST = S.indexInRange(0, ROWS);

  private static final VectorMask<Float> OF_SECOND = OF_FIRST.not();

  /** Floats between panels that might lie a power of two apart, and so in one set of the cache. */
  private static final int GAP = 16;

  private SimdPacking() {}

  /**
   * A block of B as panels of {@code [k, width]}, each as wide as a tile. The last one begins at
   * {@link #column} so that it is full, or is filled up with zeros if B is not so wide.
   */
  static void right(boolean transposed, int k, int n, float[] b, int bOff, int ldb, float[] dst) {
    int width;
    for (int from = 0; from < n; from += width) {
      width = SimdTiles.vectors(n - from) * V;
      int j = column(from, width, n);
      int columns = Math.min(width, n - j);
      int to = from * k;
      if (transposed) {
        SimdTransposition.of(columns, k, b, bOff + j * ldb, ldb, dst, to, width);
        zeroColumns(k, columns, dst, to, width);
      } else if (columns == width) {
        copyWhole(k, width, b, bOff + j, ldb, dst, to);
      } else {
        copyPart(k, columns, b, bOff + j, ldb, dst, to, width);
      }
    }
  }

  /**
   * The first column of a tile: where the one before it ended, or earlier if the columns from there
   * don't fill it.
   */
  static int column(int from, int width, int n) {
    return Math.max(0, Math.min(from, n - width));
  }

  private static void copyWhole(
      int k, int width, float[] b, int bOff, int ldb, float[] dst, int dstOff) {
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < width; j += V) {
        FloatVector.fromArray(S, b, bOff + p * ldb + j).intoArray(dst, dstOff + p * width + j);
      }
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

  /** How long a panel of {@link #left} is. */
  static int leftPanel(int k) {
    return k * ROWS + GAP;
  }

  /** Rows of op(A) as panels of {@code [k, ROWS]}, from an A that lies as {@code [k, m]}. */
  static void left(int m, int k, float[] a, int aOff, int lda, float[] dst) {
    int whole = V >= ROWS ? m - m % V : 0;
    int panel = leftPanel(k);
    for (int p = 0; p < k; p++) {
      int from = aOff + p * lda;
      int to = p * ROWS;
      int i = 0;
      for (; i < whole; i += V) {
        FloatVector rows = FloatVector.fromArray(S, a, from + i);
        if (V == ROWS) {
          rows.intoArray(dst, to);
        } else {
          rows.intoArray(dst, to, OF_FIRST);
          rows.intoArray(dst, to + panel - ROWS, OF_SECOND);
        }
        to += V / ROWS * panel;
      }
      for (; i < m; i += ROWS) {
        System.arraycopy(a, from + i, dst, to, Math.min(ROWS, m - i));
        to += panel;
      }
    }
  }

  /** Fewer rows of A than a tile has as {@code [k, ROWS]}; what is behind them does not count. */
  static void rows(int m, int k, float[] a, int aOff, int aRow, int aStep, float[] dst) {
    for (int i = 0; i < m; i++) {
      int from = aOff + i * aRow;
      for (int p = 0; p < k; p++) {
        dst[p * ROWS + i] = a[from + p * aStep];
      }
    }
  }
}
