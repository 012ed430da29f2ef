package dev.inlay.kernel;

import java.util.Arrays;

/** {@link MatMul} in plain loops, each sum from the first product to the last. */
final class ScalarMatMul implements MatMul {
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
    int aRow = transposeA ? 1 : lda;
    int aColumn = transposeA ? lda : 1;
    for (int i = 0; i < m; i++) {
      int to = cOff + i * ldc;
      if (!add) {
        Arrays.fill(c, to, to + n, 0);
      }
      for (int p = 0; p < k; p++) {
        float factor = a[aOff + i * aRow + p * aColumn];
        if (transposeB) {
          addColumn(factor, b, bOff + p, ldb, c, to, n);
        } else {
          addRow(factor, b, bOff + p * ldb, c, to, n);
        }
      }
    }
  }

  private static void addRow(float factor, float[] b, int bOff, float[] c, int cOff, int n) {
    for (int j = 0; j < n; j++) {
      c[cOff + j] += factor * b[bOff + j];
    }
  }

  private static void addColumn(
      float factor, float[] b, int bOff, int ldb, float[] c, int cOff, int n) {
    for (int j = 0; j < n; j++) {
      c[cOff + j] += factor * b[bOff + j * ldb];
    }
  }
}
