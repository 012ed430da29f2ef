package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of {@link SimdMatMul}: tiles of up to eight rows and one to three vectors of
 * columns. Sums run over k from C's own value or from zero, one fused multiply-add each, and stay
 * in registers: 24 of them with their operands fit the 32 of AVX-512 and NEON, twelve the 16 of
 * AVX2.
 *
 * <p>An element {@code [i, p]} of A lies at {@code aOff + i * aRow + p * aStep}, so A may be
 * transposed or packed; row p of B begins at {@code bOff + p * bStep}.
 *
 * <p>A tile with fewer rows does its last one several times over; stores go from the last row to
 * the first, so that the true one is the last to be written.
 */
final class SimdTiles {
  /** Rows of a tile. */
  static final int ROWS = 8;

  /** Vectors of columns in the widest tile. */
  static final int VECTORS = 3;

  private static final int HALF = ROWS / 2;

  /** Whether there are registers for eight rows of three vectors. */
  private static final boolean MANY_REGISTERS = V != 8;

  /** What sums begin with where C's value does not count. */
  private static final float[] ZEROS = new float[V];

  private SimdTiles() {}

  /** How many vectors the next tile takes, so that none is left alone: four are two and two. */
  static int vectors(int columns) {
    int left = (columns + V - 1) / V;
    return left == VECTORS + 1 ? 2 : Math.min(left, VECTORS);
  }

  /**
   * One tile.
   *
   * @param vectors as {@link #vectors} says
   * @param rows how many rows count
   */
  static void tile(
      int vectors,
      float[] a,
      int aOff,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int bStep,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    if (vectors == 1) {
      eightByOne(a, aOff, aRow, aStep, b, bOff, bStep, k, c, cOff, ldc, rows, add);
    } else if (MANY_REGISTERS) {
      if (vectors == 2) {
        eightByTwo(a, aOff, aRow, aStep, b, bOff, bStep, k, c, cOff, ldc, rows, add);
      } else {
        eightByThree(a, aOff, aRow, aStep, b, bOff, bStep, k, c, cOff, ldc, rows, add);
      }
    } else if (vectors == 2) {
      eightByOne(a, aOff, aRow, aStep, b, bOff, bStep, k, c, cOff, ldc, rows, add);
      eightByOne(a, aOff, aRow, aStep, b, bOff + V, bStep, k, c, cOff + V, ldc, rows, add);
    } else {
      fourByThree(a, aOff, aRow, aStep, b, bOff, bStep, k, c, cOff, ldc, Math.min(HALF, rows), add);
      if (rows > HALF) {
        fourByThree(
            a,
            aOff + HALF * aRow,
            aRow,
            aStep,
            b,
            bOff,
            bStep,
            k,
            c,
            cOff + HALF * ldc,
            ldc,
            rows - HALF,
            add);
      }
    }
  }

  private static void eightByThree(
      float[] a,
      int aOff,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int bStep,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int a0 = aOff;
    int c0 = cOff;
    int a1 = aOff + Math.min(1, rows - 1) * aRow;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int a2 = aOff + Math.min(2, rows - 1) * aRow;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int a3 = aOff + Math.min(3, rows - 1) * aRow;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int a4 = aOff + Math.min(4, rows - 1) * aRow;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int a5 = aOff + Math.min(5, rows - 1) * aRow;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    int a6 = aOff + Math.min(6, rows - 1) * aRow;
    int c6 = cOff + Math.min(6, rows - 1) * ldc;
    int a7 = aOff + Math.min(7, rows - 1) * aRow;
    int c7 = cOff + Math.min(7, rows - 1) * ldc;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector m0 = FloatVector.fromArray(S, from, add ? c0 + V : 0);
    FloatVector h0 = FloatVector.fromArray(S, from, add ? c0 + 2 * V : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector m1 = FloatVector.fromArray(S, from, add ? c1 + V : 0);
    FloatVector h1 = FloatVector.fromArray(S, from, add ? c1 + 2 * V : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector m2 = FloatVector.fromArray(S, from, add ? c2 + V : 0);
    FloatVector h2 = FloatVector.fromArray(S, from, add ? c2 + 2 * V : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector m3 = FloatVector.fromArray(S, from, add ? c3 + V : 0);
    FloatVector h3 = FloatVector.fromArray(S, from, add ? c3 + 2 * V : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector m4 = FloatVector.fromArray(S, from, add ? c4 + V : 0);
    FloatVector h4 = FloatVector.fromArray(S, from, add ? c4 + 2 * V : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    FloatVector m5 = FloatVector.fromArray(S, from, add ? c5 + V : 0);
    FloatVector h5 = FloatVector.fromArray(S, from, add ? c5 + 2 * V : 0);
    FloatVector l6 = FloatVector.fromArray(S, from, add ? c6 : 0);
    FloatVector m6 = FloatVector.fromArray(S, from, add ? c6 + V : 0);
    FloatVector h6 = FloatVector.fromArray(S, from, add ? c6 + 2 * V : 0);
    FloatVector l7 = FloatVector.fromArray(S, from, add ? c7 : 0);
    FloatVector m7 = FloatVector.fromArray(S, from, add ? c7 + V : 0);
    FloatVector h7 = FloatVector.fromArray(S, from, add ? c7 + 2 * V : 0);
    int x = 0;
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector middle = FloatVector.fromArray(S, b, y + V);
      FloatVector high = FloatVector.fromArray(S, b, y + 2 * V);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
      l0 = x0.fma(low, l0);
      m0 = x0.fma(middle, m0);
      h0 = x0.fma(high, h0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
      l1 = x1.fma(low, l1);
      m1 = x1.fma(middle, m1);
      h1 = x1.fma(high, h1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
      l2 = x2.fma(low, l2);
      m2 = x2.fma(middle, m2);
      h2 = x2.fma(high, h2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
      l3 = x3.fma(low, l3);
      m3 = x3.fma(middle, m3);
      h3 = x3.fma(high, h3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
      l4 = x4.fma(low, l4);
      m4 = x4.fma(middle, m4);
      h4 = x4.fma(high, h4);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
      l5 = x5.fma(low, l5);
      m5 = x5.fma(middle, m5);
      h5 = x5.fma(high, h5);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
      l6 = x6.fma(low, l6);
      m6 = x6.fma(middle, m6);
      h6 = x6.fma(high, h6);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
      l7 = x7.fma(low, l7);
      m7 = x7.fma(middle, m7);
      h7 = x7.fma(high, h7);
      x += aStep;
      y += bStep;
    }
    l7.intoArray(c, c7);
    m7.intoArray(c, c7 + V);
    h7.intoArray(c, c7 + 2 * V);
    l6.intoArray(c, c6);
    m6.intoArray(c, c6 + V);
    h6.intoArray(c, c6 + 2 * V);
    l5.intoArray(c, c5);
    m5.intoArray(c, c5 + V);
    h5.intoArray(c, c5 + 2 * V);
    l4.intoArray(c, c4);
    m4.intoArray(c, c4 + V);
    h4.intoArray(c, c4 + 2 * V);
    l3.intoArray(c, c3);
    m3.intoArray(c, c3 + V);
    h3.intoArray(c, c3 + 2 * V);
    l2.intoArray(c, c2);
    m2.intoArray(c, c2 + V);
    h2.intoArray(c, c2 + 2 * V);
    l1.intoArray(c, c1);
    m1.intoArray(c, c1 + V);
    h1.intoArray(c, c1 + 2 * V);
    l0.intoArray(c, c0);
    m0.intoArray(c, c0 + V);
    h0.intoArray(c, c0 + 2 * V);
  }

  private static void eightByTwo(
      float[] a,
      int aOff,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int bStep,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int a0 = aOff;
    int c0 = cOff;
    int a1 = aOff + Math.min(1, rows - 1) * aRow;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int a2 = aOff + Math.min(2, rows - 1) * aRow;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int a3 = aOff + Math.min(3, rows - 1) * aRow;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int a4 = aOff + Math.min(4, rows - 1) * aRow;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int a5 = aOff + Math.min(5, rows - 1) * aRow;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    int a6 = aOff + Math.min(6, rows - 1) * aRow;
    int c6 = cOff + Math.min(6, rows - 1) * ldc;
    int a7 = aOff + Math.min(7, rows - 1) * aRow;
    int c7 = cOff + Math.min(7, rows - 1) * ldc;
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
    FloatVector l6 = FloatVector.fromArray(S, from, add ? c6 : 0);
    FloatVector h6 = FloatVector.fromArray(S, from, add ? c6 + V : 0);
    FloatVector l7 = FloatVector.fromArray(S, from, add ? c7 : 0);
    FloatVector h7 = FloatVector.fromArray(S, from, add ? c7 + V : 0);
    int x = 0;
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector high = FloatVector.fromArray(S, b, y + V);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
      l0 = x0.fma(low, l0);
      h0 = x0.fma(high, h0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
      l1 = x1.fma(low, l1);
      h1 = x1.fma(high, h1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
      l2 = x2.fma(low, l2);
      h2 = x2.fma(high, h2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
      l3 = x3.fma(low, l3);
      h3 = x3.fma(high, h3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
      l4 = x4.fma(low, l4);
      h4 = x4.fma(high, h4);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
      l5 = x5.fma(low, l5);
      h5 = x5.fma(high, h5);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
      l6 = x6.fma(low, l6);
      h6 = x6.fma(high, h6);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
      l7 = x7.fma(low, l7);
      h7 = x7.fma(high, h7);
      x += aStep;
      y += bStep;
    }
    l7.intoArray(c, c7);
    h7.intoArray(c, c7 + V);
    l6.intoArray(c, c6);
    h6.intoArray(c, c6 + V);
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

  private static void eightByOne(
      float[] a,
      int aOff,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int bStep,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int a0 = aOff;
    int c0 = cOff;
    int a1 = aOff + Math.min(1, rows - 1) * aRow;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int a2 = aOff + Math.min(2, rows - 1) * aRow;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int a3 = aOff + Math.min(3, rows - 1) * aRow;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    int a4 = aOff + Math.min(4, rows - 1) * aRow;
    int c4 = cOff + Math.min(4, rows - 1) * ldc;
    int a5 = aOff + Math.min(5, rows - 1) * aRow;
    int c5 = cOff + Math.min(5, rows - 1) * ldc;
    int a6 = aOff + Math.min(6, rows - 1) * aRow;
    int c6 = cOff + Math.min(6, rows - 1) * ldc;
    int a7 = aOff + Math.min(7, rows - 1) * aRow;
    int c7 = cOff + Math.min(7, rows - 1) * ldc;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector l4 = FloatVector.fromArray(S, from, add ? c4 : 0);
    FloatVector l5 = FloatVector.fromArray(S, from, add ? c5 : 0);
    FloatVector l6 = FloatVector.fromArray(S, from, add ? c6 : 0);
    FloatVector l7 = FloatVector.fromArray(S, from, add ? c7 : 0);
    int x = 0;
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
      l0 = x0.fma(low, l0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
      l1 = x1.fma(low, l1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
      l2 = x2.fma(low, l2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
      l3 = x3.fma(low, l3);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
      l4 = x4.fma(low, l4);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
      l5 = x5.fma(low, l5);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
      l6 = x6.fma(low, l6);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
      l7 = x7.fma(low, l7);
      x += aStep;
      y += bStep;
    }
    l7.intoArray(c, c7);
    l6.intoArray(c, c6);
    l5.intoArray(c, c5);
    l4.intoArray(c, c4);
    l3.intoArray(c, c3);
    l2.intoArray(c, c2);
    l1.intoArray(c, c1);
    l0.intoArray(c, c0);
  }

  private static void fourByThree(
      float[] a,
      int aOff,
      int aRow,
      int aStep,
      float[] b,
      int bOff,
      int bStep,
      int k,
      float[] c,
      int cOff,
      int ldc,
      int rows,
      boolean add) {
    float[] from = add ? c : ZEROS;
    int a0 = aOff;
    int c0 = cOff;
    int a1 = aOff + Math.min(1, rows - 1) * aRow;
    int c1 = cOff + Math.min(1, rows - 1) * ldc;
    int a2 = aOff + Math.min(2, rows - 1) * aRow;
    int c2 = cOff + Math.min(2, rows - 1) * ldc;
    int a3 = aOff + Math.min(3, rows - 1) * aRow;
    int c3 = cOff + Math.min(3, rows - 1) * ldc;
    FloatVector l0 = FloatVector.fromArray(S, from, add ? c0 : 0);
    FloatVector m0 = FloatVector.fromArray(S, from, add ? c0 + V : 0);
    FloatVector h0 = FloatVector.fromArray(S, from, add ? c0 + 2 * V : 0);
    FloatVector l1 = FloatVector.fromArray(S, from, add ? c1 : 0);
    FloatVector m1 = FloatVector.fromArray(S, from, add ? c1 + V : 0);
    FloatVector h1 = FloatVector.fromArray(S, from, add ? c1 + 2 * V : 0);
    FloatVector l2 = FloatVector.fromArray(S, from, add ? c2 : 0);
    FloatVector m2 = FloatVector.fromArray(S, from, add ? c2 + V : 0);
    FloatVector h2 = FloatVector.fromArray(S, from, add ? c2 + 2 * V : 0);
    FloatVector l3 = FloatVector.fromArray(S, from, add ? c3 : 0);
    FloatVector m3 = FloatVector.fromArray(S, from, add ? c3 + V : 0);
    FloatVector h3 = FloatVector.fromArray(S, from, add ? c3 + 2 * V : 0);
    int x = 0;
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector middle = FloatVector.fromArray(S, b, y + V);
      FloatVector high = FloatVector.fromArray(S, b, y + 2 * V);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
      l0 = x0.fma(low, l0);
      m0 = x0.fma(middle, m0);
      h0 = x0.fma(high, h0);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
      l1 = x1.fma(low, l1);
      m1 = x1.fma(middle, m1);
      h1 = x1.fma(high, h1);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
      l2 = x2.fma(low, l2);
      m2 = x2.fma(middle, m2);
      h2 = x2.fma(high, h2);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
      l3 = x3.fma(low, l3);
      m3 = x3.fma(middle, m3);
      h3 = x3.fma(high, h3);
      x += aStep;
      y += bStep;
    }
    l3.intoArray(c, c3);
    m3.intoArray(c, c3 + V);
    h3.intoArray(c, c3 + 2 * V);
    l2.intoArray(c, c2);
    m2.intoArray(c, c2 + V);
    h2.intoArray(c, c2 + 2 * V);
    l1.intoArray(c, c1);
    m1.intoArray(c, c1 + V);
    h1.intoArray(c, c1 + 2 * V);
    l0.intoArray(c, c0);
    m0.intoArray(c, c0 + V);
    h0.intoArray(c, c0 + 2 * V);
  }
}
