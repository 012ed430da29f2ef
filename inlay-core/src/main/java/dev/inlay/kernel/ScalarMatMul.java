package dev.inlay.kernel;

/** {@link MatMul} in plain loops. Two rows by four columns are summed at a time, in registers. */
final class ScalarMatMul implements MatMul {
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
