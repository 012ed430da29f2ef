package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of {@link SimdMatMul}: tiles of up to six rows and one or two vectors of
 * columns, twelve sums at most, which with their operands fit the sixteen registers of AVX2. Sums
 * run over k from C's own value or from zero, one fused multiply-add each.
 *
 * <p>A tile with fewer rows does its last one several times over; stores go from the last row to
 * the first, so that the true one is the last to be written. (In a panel, rows beyond the last are
 * whatever lies there.)
 */
final class SimdTiles {
  /** Rows of a tile. */
  static final int ROWS = 6;

  /** Columns of a wide tile. */
  static final int COLUMNS = 2 * V;

  /** What sums begin with where C's value does not count. */
  private static final float[] ZEROS = new float[V];

  private SimdTiles() {}

  static void rowsWide(
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int c0 = cOff;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    int a0 = aOff;
    int a1 = aOff + Math.min(1, rows - 1) * lda;
    int a2 = aOff + Math.min(2, rows - 1) * lda;
    int a3 = aOff + Math.min(3, rows - 1) * lda;
    int a4 = aOff + Math.min(4, rows - 1) * lda;
    int a5 = aOff + Math.min(5, rows - 1) * lda;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector h0 = FloatVector.fromArray(S, from, add ? c0 + V : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector h1 = FloatVector.fromArray(S, from, add ? c1 + V : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector h2 = FloatVector.fromArray(S, from, add ? c2 + V : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector h3 = FloatVector.fromArray(S, from, add ? c3 + V : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector h4 = FloatVector.fromArray(S, from, add ? c4 + V : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    FloatVector h5 = FloatVector.fromArray(S, from, add ? c5 + V : 0);
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, bOff + p * 2 * V);
      FloatVector high = FloatVector.fromArray(S, b, bOff + p * 2 * V + V);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      l0 = x0.fma(low, l0);
      h0 = x0.fma(high, h0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      l1 = x1.fma(low, l1);
      h1 = x1.fma(high, h1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      l2 = x2.fma(low, l2);
      h2 = x2.fma(high, h2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      l3 = x3.fma(low, l3);
      h3 = x3.fma(high, h3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
      l4 = x4.fma(low, l4);
      h4 = x4.fma(high, h4);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
      l5 = x5.fma(low, l5);
      h5 = x5.fma(high, h5);
    }
    l5.intoArray(c, c5);
    h5.intoArray(c, c5 + V);
    l4.intoArray(c, c4);
    h4.intoArray(c, c4 + V);
    l3.intoArray(c, c3);
    h3.intoArray(c, c3 + V);
    l2.intoArray(c, c2);
    h2.intoArray(c, c2 + V);
    l1.intoArray(c, c1);
    h1.intoArray(c, c1 + V);
    l0.intoArray(c, c0);
    h0.intoArray(c, c0 + V);
  }

  static void rowsNarrow(
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int c0 = cOff;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    int a0 = aOff;
    int a1 = aOff + Math.min(1, rows - 1) * lda;
    int a2 = aOff + Math.min(2, rows - 1) * lda;
    int a3 = aOff + Math.min(3, rows - 1) * lda;
    int a4 = aOff + Math.min(4, rows - 1) * lda;
    int a5 = aOff + Math.min(5, rows - 1) * lda;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, bOff + p * V);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      l0 = x0.fma(low, l0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      l1 = x1.fma(low, l1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      l2 = x2.fma(low, l2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      l3 = x3.fma(low, l3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
      l4 = x4.fma(low, l4);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
      l5 = x5.fma(low, l5);
    }
    l5.intoArray(c, c5);
    l4.intoArray(c, c4);
    l3.intoArray(c, c3);
    l2.intoArray(c, c2);
    l1.intoArray(c, c1);
    l0.intoArray(c, c0);
  }

  static void panelWide(
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int c0 = cOff;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector h0 = FloatVector.fromArray(S, from, add ? c0 + V : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector h1 = FloatVector.fromArray(S, from, add ? c1 + V : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector h2 = FloatVector.fromArray(S, from, add ? c2 + V : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector h3 = FloatVector.fromArray(S, from, add ? c3 + V : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector h4 = FloatVector.fromArray(S, from, add ? c4 + V : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    FloatVector h5 = FloatVector.fromArray(S, from, add ? c5 + V : 0);
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, bOff + p * 2 * V);
      FloatVector high = FloatVector.fromArray(S, b, bOff + p * 2 * V + V);
      FloatVector x0 = FloatVector.broadcast(S, a[aOff + p * 6 + 0]);
      l0 = x0.fma(low, l0);
      h0 = x0.fma(high, h0);
      FloatVector x1 = FloatVector.broadcast(S, a[aOff + p * 6 + 1]);
      l1 = x1.fma(low, l1);
      h1 = x1.fma(high, h1);
      FloatVector x2 = FloatVector.broadcast(S, a[aOff + p * 6 + 2]);
      l2 = x2.fma(low, l2);
      h2 = x2.fma(high, h2);
      FloatVector x3 = FloatVector.broadcast(S, a[aOff + p * 6 + 3]);
      l3 = x3.fma(low, l3);
      h3 = x3.fma(high, h3);
      FloatVector x4 = FloatVector.broadcast(S, a[aOff + p * 6 + 4]);
      l4 = x4.fma(low, l4);
      h4 = x4.fma(high, h4);
      FloatVector x5 = FloatVector.broadcast(S, a[aOff + p * 6 + 5]);
      l5 = x5.fma(low, l5);
      h5 = x5.fma(high, h5);
    }
    l5.intoArray(c, c5);
    h5.intoArray(c, c5 + V);
    l4.intoArray(c, c4);
    h4.intoArray(c, c4 + V);
    l3.intoArray(c, c3);
    h3.intoArray(c, c3 + V);
    l2.intoArray(c, c2);
    h2.intoArray(c, c2 + V);
    l1.intoArray(c, c1);
    h1.intoArray(c, c1 + V);
    l0.intoArray(c, c0);
    h0.intoArray(c, c0 + V);
  }

  static void panelNarrow(
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int c0 = cOff;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, bOff + p * V);
      FloatVector x0 = FloatVector.broadcast(S, a[aOff + p * 6 + 0]);
      l0 = x0.fma(low, l0);
      FloatVector x1 = FloatVector.broadcast(S, a[aOff + p * 6 + 1]);
      l1 = x1.fma(low, l1);
      FloatVector x2 = FloatVector.broadcast(S, a[aOff + p * 6 + 2]);
      l2 = x2.fma(low, l2);
      FloatVector x3 = FloatVector.broadcast(S, a[aOff + p * 6 + 3]);
      l3 = x3.fma(low, l3);
      FloatVector x4 = FloatVector.broadcast(S, a[aOff + p * 6 + 4]);
      l4 = x4.fma(low, l4);
      FloatVector x5 = FloatVector.broadcast(S, a[aOff + p * 6 + 5]);
      l5 = x5.fma(low, l5);
    }
    l5.intoArray(c, c5);
    l4.intoArray(c, c4);
    l3.intoArray(c, c3);
    l2.intoArray(c, c2);
    l1.intoArray(c, c1);
    l0.intoArray(c, c0);
  }
}
