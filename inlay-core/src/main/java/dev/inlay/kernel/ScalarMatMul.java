package dev.inlay.kernel;

import java.util.Arrays;

/**
 * {@link MatMul} in plain loops. Rows of C that are wide enough gain four rows of B at a time, by a
 * loop that the JIT makes vectors of; of narrow ones, two rows by four columns are summed in
 * registers.
 */
final class ScalarMatMul implements MatMul {
  /** Columns of C for which vectors pay. */
  private static final int WIDE = 16;

  /** Columns that are done at once, of as many rows of B: these stay in the cache. */
  private static final int WIDTH = 256;

  private static final int DEPTH = 32;

  private static final int ROWS = 2;
  private static final int COLUMNS = 4;

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    if (n == 1 && !transposeA) {
      column(m, k, a, aOff, lda, b, bOff, transposeB ? 1 : ldb, c, cOff, ldc, add);
      return;
    }
    int aRow = transposeA ? 1 : lda;
    int aColumn = transposeA ? lda : 1;
    int bRow = transposeB ? 1 : ldb;
    int bColumn = transposeB ? ldb : 1;
    if (n < WIDE) {
      tiles(m, n, k, a, aOff, aRow, aColumn, b, bOff, bRow, bColumn, c, cOff, ldc, add);
      return;
    }
    int step = Math.ceilDiv(n, Math.ceilDiv(n, WIDTH));
    for (int j = 0; j < n; j += step) {
      int width = Math.min(step, n - j);
      for (int p = 0; p < Math.max(1, k); p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        int bAt = bOff + p * bRow + j * bColumn;
        float[][] rows = rows(depth, width, b, bAt, bRow, bColumn, scratch);
        int aAt = aOff + p * aColumn;
        block(
            m, width, depth, a, aAt, aRow, aColumn, rows, c, cOff + j, ldc, add || p > 0, scratch);
      }
    }
  }

  /**
   * Rows of B in arrays of their own. The JIT makes no vectors of a loop over places of which it
   * does not know that they are not the same; with the same index everywhere it does.
   */
  private static float[][] rows(
      int depth, int width, float[] b, int bOff, int bRow, int bColumn, Scratch scratch) {
    float[][] rows = scratch.rows(DEPTH, width);
    for (int p = 0; p < depth; p++) {
      if (bColumn == 1) {
        System.arraycopy(b, bOff + p * bRow, rows[p], 0, width);
      } else {
        spread(width, b, bOff + p * bRow, bColumn, rows[p]);
      }
    }
    return rows;
  }

  private static void spread(int n, float[] x, int xOff, int stride, float[] dst) {
    for (int j = 0; j < n; j++) {
      dst[j] = x[xOff + j * stride];
    }
  }

  /** C gains A times a few rows of B. */
  private static void block(
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int aRow,
      int aColumn,
      float[][] rows,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    float[] sums = scratch.tile(n);
    for (int i = 0; i < m; i++) {
      int aAt = aOff + i * aRow;
      int cAt = cOff + i * ldc;
      if (add) {
        System.arraycopy(c, cAt, sums, 0, n);
      } else {
        Arrays.fill(sums, 0, n, 0);
      }
      int p = 0;
      for (; p + 3 < k; p += 4) {
        gain(
            n,
            a[aAt + p * aColumn],
            rows[p],
            a[aAt + (p + 1) * aColumn],
            rows[p + 1],
            a[aAt + (p + 2) * aColumn],
            rows[p + 2],
            a[aAt + (p + 3) * aColumn],
            rows[p + 3],
            sums);
      }
      for (; p < k; p++) {
        gain(n, a[aAt + p * aColumn], rows[p], sums);
      }
      System.arraycopy(sums, 0, c, cAt, n);
    }
  }

  private static void gain(
      int n,
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      float[] sums) {
    for (int j = 0; j < n; j++) {
      float two = Math.fma(a1, b1[j], Math.fma(a0, b0[j], sums[j]));
      sums[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], two));
    }
  }

  private static void gain(int n, float a, float[] b, float[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(a, b[j], sums[j]);
    }
  }

  @Override
  public long scratchFloats(boolean transposeA, boolean transposeB, int m, int n, int k) {
    return n < WIDE ? 0 : (DEPTH + 1L) * Math.min(WIDTH, n);
  }

  private static void tiles(
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int aRow,
      int aColumn,
      float[] b,
      int bOff,
      int bRow,
      int bColumn,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    for (int i = 0; i < m; i += ROWS) {
      for (int j = 0; j < n; j += COLUMNS) {
        int aAt = aOff + i * aRow;
        int bAt = bOff + j * bColumn;
        int cAt = cOff + i * ldc + j;
        if (i + ROWS <= m && j + COLUMNS <= n) {
          tile(k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, ldc, add);
        } else {
          int rows = Math.min(ROWS, m - i);
          int columns = Math.min(COLUMNS, n - j);
          for (int r = 0; r < rows; r++) {
            for (int s = 0; s < columns; s++) {
              float first = add ? c[cAt + r * ldc + s] : 0;
              c[cAt + r * ldc + s] =
                  dot(k, a, aAt + r * aRow, aColumn, b, bAt + s * bColumn, bRow, first);
            }
          }
        }
      }
    }
  }

  private static void column(
      int m,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int bStride,
      float[] c,
      int cOff,
      int ldc,
      boolean add) {
    for (int i = 0; i < m; i++) {
      float sum = lanes(k, a, aOff + i * lda, b, bOff, bStride, 0, 1);
      c[cOff + i * ldc] = add ? c[cOff + i * ldc] + sum : sum;
    }
  }

  /** The lanes first, first + step, first + 2 step …, added up in the order of {@link Folds}. */
  private static float lanes(
      int k, float[] a, int aOff, float[] b, int bOff, int bStride, int first, int step) {
    if (step < Folds.LANES) {
      return lanes(k, a, aOff, b, bOff, bStride, first, 2 * step)
          + lanes(k, a, aOff, b, bOff, bStride, first + step, 2 * step);
    }
    float sum = 0;
    for (int p = first; p < k; p += Folds.LANES) {
      sum = Math.fma(a[aOff + p], b[bOff + p * bStride], sum);
    }
    return sum;
  }

  private static float dot(
      int k, float[] a, int aOff, int aColumn, float[] b, int bOff, int bRow, float first) {
    float sum = first;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[aOff + p * aColumn], b[bOff + p * bRow], sum);
    }
    return sum;
  }

  private static void tile(
      int k,
      float[] a,
      int aOff,
      int aRow,
      int aColumn,
      float[] b,
      int bOff,
      int bRow,
      int bColumn,
      float[] c,
      int c0,
      int ldc,
      boolean add) {
    int c1 = c0 + ldc;
    float s00 = add ? c[c0] : 0;
    float s01 = add ? c[c0 + 1] : 0;
    float s02 = add ? c[c0 + 2] : 0;
    float s03 = add ? c[c0 + 3] : 0;
    float s10 = add ? c[c1] : 0;
    float s11 = add ? c[c1 + 1] : 0;
    float s12 = add ? c[c1 + 2] : 0;
    float s13 = add ? c[c1 + 3] : 0;
    for (int p = 0; p < k; p++) {
      int aAt = aOff + p * aColumn;
      int bAt = bOff + p * bRow;
      float a0 = a[aAt];
      float a1 = a[aAt + aRow];
      float b0 = b[bAt];
      float b1 = b[bAt + bColumn];
      float b2 = b[bAt + 2 * bColumn];
      float b3 = b[bAt + 3 * bColumn];
      s00 = Math.fma(a0, b0, s00);
      s01 = Math.fma(a0, b1, s01);
      s02 = Math.fma(a0, b2, s02);
      s03 = Math.fma(a0, b3, s03);
      s10 = Math.fma(a1, b0, s10);
      s11 = Math.fma(a1, b1, s11);
      s12 = Math.fma(a1, b2, s12);
      s13 = Math.fma(a1, b3, s13);
    }
    c[c0] = s00;
    c[c0 + 1] = s01;
    c[c0 + 2] = s02;
    c[c0 + 3] = s03;
    c[c1] = s10;
    c[c1 + 1] = s11;
    c[c1 + 2] = s12;
    c[c1 + 3] = s13;
  }
}
