package dev.inlay.kernel;

import java.util.Arrays;

/** {@link Widening} in plain loops. */
final class ScalarWidening implements Widening {
  @Override
  public void widen(byte[] from, int fromOff, float[] to, int toOff, int n) {
    for (int i = 0; i < n; i++) {
      to[toOff + i] = from[fromOff + i];
    }
  }

  @Override
  public void row(
      int n,
      int k,
      float[] a,
      int aOff,
      byte[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      Scratch scratch) {
    Arrays.fill(c, cOff, cOff + n, 0);
    for (int p = 0; p < k; p++) {
      float factor = a[aOff + p];
      int y = bOff + p * ldb;
      for (int j = 0; j < n; j++) {
        c[cOff + j] = Math.fma(factor, b[y + j], c[cOff + j]);
      }
    }
  }
}
