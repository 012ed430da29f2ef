package dev.inlay.kernel;

import java.util.Arrays;

/**
 * {@link MatMul} in plain loops. Rows of C that are wide enough gain four rows of B at a time, by a
 * loop that the JIT makes vectors of, two rows of C at once; of narrow ones, two rows by four
 * columns are summed in registers.
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
      int stride = transposeB ? 1 : ldb;
      column(m, k, a, aOff, lda, b, bOff, stride, c, cOff, ldc, add, scratch.tile(Folds.LANES));
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
    float[] below = scratch.right(n);
    int i = 0;
    for (; i + 1 < m; i += 2) {
      int cAt = cOff + i * ldc;
      begin(n, c, cAt, add, sums);
      begin(n, c, cAt + ldc, add, below);
      int p = 0;
      for (; p + 3 < k; p += 4) {
        int a0 = aOff + i * aRow + p * aColumn;
        int a1 = a0 + aColumn;
        int a2 = a1 + aColumn;
        int a3 = a2 + aColumn;
        gain(
            n,
            a[a0],
            a[a0 + aRow],
            rows[p],
            a[a1],
            a[a1 + aRow],
            rows[p + 1],
            a[a2],
            a[a2 + aRow],
            rows[p + 2],
            a[a3],
            a[a3 + aRow],
            rows[p + 3],
            sums,
            below);
      }
      for (; p < k; p++) {
        int a0 = aOff + i * aRow + p * aColumn;
        gain(n, a[a0], rows[p], sums);
        gain(n, a[a0 + aRow], rows[p], below);
      }
      System.arraycopy(sums, 0, c, cAt, n);
      System.arraycopy(below, 0, c, cAt + ldc, n);
    }
    for (; i < m; i++) {
      int aAt = aOff + i * aRow;
      int cAt = cOff + i * ldc;
      begin(n, c, cAt, add, sums);
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

  private static void begin(int n, float[] c, int cOff, boolean add, float[] sums) {
    if (add) {
      System.arraycopy(c, cOff, sums, 0, n);
    } else {
      Arrays.fill(sums, 0, n, 0);
    }
  }

  /** Two rows of C gain four of B: what is read of B serves both. */
  private static void gain(
      int n,
      float a0,
      float below0,
      float[] b0,
      float a1,
      float below1,
      float[] b1,
      float a2,
      float below2,
      float[] b2,
      float a3,
      float below3,
      float[] b3,
      float[] sums,
      float[] below) {
    for (int j = 0; j < n; j++) {
      float two = Math.fma(a1, b1[j], Math.fma(a0, b0[j], sums[j]));
      float twoBelow = Math.fma(below1, b1[j], Math.fma(below0, b0[j], below[j]));
      sums[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], two));
      below[j] = Math.fma(below3, b3[j], Math.fma(below2, b2[j], twoBelow));
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
    return n < WIDE ? 0 : (DEPTH + 2L) * Math.min(WIDTH, n);
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
      boolean add,
      float[] lanes) {
    for (int i = 0; i < m; i++) {
      float sum = dot(k, a, aOff + i * lda, b, bOff, bStride, lanes);
      c[cOff + i * ldc] = add ? c[cOff + i * ldc] + sum : sum;
    }
  }

  /** In the order of {@link Folds}: lanes by themselves, then as a tree. */
  private static float dot(
      int k, float[] a, int aOff, float[] b, int bOff, int bStride, float[] lanes) {
    Arrays.fill(lanes, 0, Folds.LANES, 0);
    for (int p = 0; p < k; p += Folds.LANES) {
      int n = Math.min(Folds.LANES, k - p);
      for (int lane = 0; lane < n; lane++) {
        lanes[lane] = Math.fma(a[aOff + p + lane], b[bOff + (p + lane) * bStride], lanes[lane]);
      }
    }
    for (int half = Folds.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
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
