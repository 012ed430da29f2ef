package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of {@link SimdMatMul}: tiles of eight rows and one to three vectors of
 * columns. Sums run over k from C's own value or from zero, one fused multiply-add each, and stay
 * in registers: 24 of them with their operands fit the 32 of AVX-512 and NEON, twelve the 16 of
 * AVX2.
 *
 * <p>An element {@code [i, p]} of A lies at {@code aOff + i * aRow + p * aStep}, so A may be
 * transposed or packed; row p of B begins at {@code bOff + p * bStep}.
 *
 * <p>The loops step by {@code bStep} to their end, and from row to row by {@code aRow}: with a
 * count and a place for each row there are more numbers than general registers, and what the JIT
 * then moves about costs a tenth of the speed. They have no branches: one that a tile takes for the
 * first time would send the whole loop back to the interpreter.
 */
final class SimdTiles {
  /** Rows of a tile. */
  static final int ROWS = 8;

  /** Vectors of columns in the widest tile. */
  static final int VECTORS = 3;

  private static final int HALF = ROWS / 2;

  /** Whether there are registers for eight rows of three vectors. */
  private static final boolean MANY_REGISTERS = V != 8;

  /** What sums begin with where C's value does not count: each row of a tile with all of these. */
  static final float[] ZEROS = new float[VECTORS * V];

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
   * @param from what sums begin with: C, or {@link #ZEROS} with 0 from row to row
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
      float[] from,
      int fromOff,
      int fromRow,
      float[] c,
      int cOff,
      int ldc) {
    if (vectors == 1) {
      eightByOne(a, aOff, aRow, aStep, b, bOff, bStep, k, from, fromOff, fromRow, c, cOff, ldc);
    } else if (MANY_REGISTERS) {
      if (vectors == 2) {
        eightByTwo(a, aOff, aRow, aStep, b, bOff, bStep, k, from, fromOff, fromRow, c, cOff, ldc);
      } else {
        eightByThree(a, aOff, aRow, aStep, b, bOff, bStep, k, from, fromOff, fromRow, c, cOff, ldc);
      }
    } else if (vectors == 2) {
      eightByOne(a, aOff, aRow, aStep, b, bOff, bStep, k, from, fromOff, fromRow, c, cOff, ldc);
      eightByOne(
          a,
          aOff,
          aRow,
          aStep,
          b,
          bOff + V,
          bStep,
          k,
          from,
          fromOff + V,
          fromRow,
          c,
          cOff + V,
          ldc);
    } else {
      fourByThree(a, aOff, aRow, aStep, b, bOff, bStep, k, from, fromOff, fromRow, c, cOff, ldc);
      int a4 = aOff + HALF * aRow;
      int from4 = fromOff + HALF * fromRow;
      int c4 = cOff + HALF * ldc;
      fourByThree(a, a4, aRow, aStep, b, bOff, bStep, k, from, from4, fromRow, c, c4, ldc);
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
      float[] from,
      int fromOff,
      int fromRow,
      float[] c,
      int cOff,
      int ldc) {
    int at = fromOff;
    FloatVector l0 = FloatVector.fromArray(S, from, at);
    FloatVector m0 = FloatVector.fromArray(S, from, at + V);
    FloatVector h0 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l1 = FloatVector.fromArray(S, from, at);
    FloatVector m1 = FloatVector.fromArray(S, from, at + V);
    FloatVector h1 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l2 = FloatVector.fromArray(S, from, at);
    FloatVector m2 = FloatVector.fromArray(S, from, at + V);
    FloatVector h2 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l3 = FloatVector.fromArray(S, from, at);
    FloatVector m3 = FloatVector.fromArray(S, from, at + V);
    FloatVector h3 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l4 = FloatVector.fromArray(S, from, at);
    FloatVector m4 = FloatVector.fromArray(S, from, at + V);
    FloatVector h4 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l5 = FloatVector.fromArray(S, from, at);
    FloatVector m5 = FloatVector.fromArray(S, from, at + V);
    FloatVector h5 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l6 = FloatVector.fromArray(S, from, at);
    FloatVector m6 = FloatVector.fromArray(S, from, at + V);
    FloatVector h6 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l7 = FloatVector.fromArray(S, from, at);
    FloatVector m7 = FloatVector.fromArray(S, from, at + V);
    FloatVector h7 = FloatVector.fromArray(S, from, at + 2 * V);
    int x = aOff;
    int end = bOff + k * bStep;
    for (int y = bOff; y != end; y += bStep) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector middle = FloatVector.fromArray(S, b, y + V);
      FloatVector high = FloatVector.fromArray(S, b, y + 2 * V);
      at = x;
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      l0 = x0.fma(low, l0);
      m0 = x0.fma(middle, m0);
      h0 = x0.fma(high, h0);
      at += aRow;
      FloatVector x1 = FloatVector.broadcast(S, a[at]);
      l1 = x1.fma(low, l1);
      m1 = x1.fma(middle, m1);
      h1 = x1.fma(high, h1);
      at += aRow;
      FloatVector x2 = FloatVector.broadcast(S, a[at]);
      l2 = x2.fma(low, l2);
      m2 = x2.fma(middle, m2);
      h2 = x2.fma(high, h2);
      at += aRow;
      FloatVector x3 = FloatVector.broadcast(S, a[at]);
      l3 = x3.fma(low, l3);
      m3 = x3.fma(middle, m3);
      h3 = x3.fma(high, h3);
      at += aRow;
      FloatVector x4 = FloatVector.broadcast(S, a[at]);
      l4 = x4.fma(low, l4);
      m4 = x4.fma(middle, m4);
      h4 = x4.fma(high, h4);
      at += aRow;
      FloatVector x5 = FloatVector.broadcast(S, a[at]);
      l5 = x5.fma(low, l5);
      m5 = x5.fma(middle, m5);
      h5 = x5.fma(high, h5);
      at += aRow;
      FloatVector x6 = FloatVector.broadcast(S, a[at]);
      l6 = x6.fma(low, l6);
      m6 = x6.fma(middle, m6);
      h6 = x6.fma(high, h6);
      at += aRow;
      FloatVector x7 = FloatVector.broadcast(S, a[at]);
      l7 = x7.fma(low, l7);
      m7 = x7.fma(middle, m7);
      h7 = x7.fma(high, h7);
      x += aStep;
    }
    at = cOff;
    l0.intoArray(c, at);
    m0.intoArray(c, at + V);
    h0.intoArray(c, at + 2 * V);
    at += ldc;
    l1.intoArray(c, at);
    m1.intoArray(c, at + V);
    h1.intoArray(c, at + 2 * V);
    at += ldc;
    l2.intoArray(c, at);
    m2.intoArray(c, at + V);
    h2.intoArray(c, at + 2 * V);
    at += ldc;
    l3.intoArray(c, at);
    m3.intoArray(c, at + V);
    h3.intoArray(c, at + 2 * V);
    at += ldc;
    l4.intoArray(c, at);
    m4.intoArray(c, at + V);
    h4.intoArray(c, at + 2 * V);
    at += ldc;
    l5.intoArray(c, at);
    m5.intoArray(c, at + V);
    h5.intoArray(c, at + 2 * V);
    at += ldc;
    l6.intoArray(c, at);
    m6.intoArray(c, at + V);
    h6.intoArray(c, at + 2 * V);
    at += ldc;
    l7.intoArray(c, at);
    m7.intoArray(c, at + V);
    h7.intoArray(c, at + 2 * V);
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
      float[] from,
      int fromOff,
      int fromRow,
      float[] c,
      int cOff,
      int ldc) {
    int at = fromOff;
    FloatVector l0 = FloatVector.fromArray(S, from, at);
    FloatVector h0 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l1 = FloatVector.fromArray(S, from, at);
    FloatVector h1 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l2 = FloatVector.fromArray(S, from, at);
    FloatVector h2 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l3 = FloatVector.fromArray(S, from, at);
    FloatVector h3 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l4 = FloatVector.fromArray(S, from, at);
    FloatVector h4 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l5 = FloatVector.fromArray(S, from, at);
    FloatVector h5 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l6 = FloatVector.fromArray(S, from, at);
    FloatVector h6 = FloatVector.fromArray(S, from, at + V);
    at += fromRow;
    FloatVector l7 = FloatVector.fromArray(S, from, at);
    FloatVector h7 = FloatVector.fromArray(S, from, at + V);
    int x = aOff;
    int end = bOff + k * bStep;
    for (int y = bOff; y != end; y += bStep) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector high = FloatVector.fromArray(S, b, y + V);
      at = x;
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      l0 = x0.fma(low, l0);
      h0 = x0.fma(high, h0);
      at += aRow;
      FloatVector x1 = FloatVector.broadcast(S, a[at]);
      l1 = x1.fma(low, l1);
      h1 = x1.fma(high, h1);
      at += aRow;
      FloatVector x2 = FloatVector.broadcast(S, a[at]);
      l2 = x2.fma(low, l2);
      h2 = x2.fma(high, h2);
      at += aRow;
      FloatVector x3 = FloatVector.broadcast(S, a[at]);
      l3 = x3.fma(low, l3);
      h3 = x3.fma(high, h3);
      at += aRow;
      FloatVector x4 = FloatVector.broadcast(S, a[at]);
      l4 = x4.fma(low, l4);
      h4 = x4.fma(high, h4);
      at += aRow;
      FloatVector x5 = FloatVector.broadcast(S, a[at]);
      l5 = x5.fma(low, l5);
      h5 = x5.fma(high, h5);
      at += aRow;
      FloatVector x6 = FloatVector.broadcast(S, a[at]);
      l6 = x6.fma(low, l6);
      h6 = x6.fma(high, h6);
      at += aRow;
      FloatVector x7 = FloatVector.broadcast(S, a[at]);
      l7 = x7.fma(low, l7);
      h7 = x7.fma(high, h7);
      x += aStep;
    }
    at = cOff;
    l0.intoArray(c, at);
    h0.intoArray(c, at + V);
    at += ldc;
    l1.intoArray(c, at);
    h1.intoArray(c, at + V);
    at += ldc;
    l2.intoArray(c, at);
    h2.intoArray(c, at + V);
    at += ldc;
    l3.intoArray(c, at);
    h3.intoArray(c, at + V);
    at += ldc;
    l4.intoArray(c, at);
    h4.intoArray(c, at + V);
    at += ldc;
    l5.intoArray(c, at);
    h5.intoArray(c, at + V);
    at += ldc;
    l6.intoArray(c, at);
    h6.intoArray(c, at + V);
    at += ldc;
    l7.intoArray(c, at);
    h7.intoArray(c, at + V);
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
      float[] from,
      int fromOff,
      int fromRow,
      float[] c,
      int cOff,
      int ldc) {
    int at = fromOff;
    FloatVector l0 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l1 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l2 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l3 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l4 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l5 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l6 = FloatVector.fromArray(S, from, at);
    at += fromRow;
    FloatVector l7 = FloatVector.fromArray(S, from, at);
    int x = aOff;
    int end = bOff + k * bStep;
    for (int y = bOff; y != end; y += bStep) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      at = x;
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      l0 = x0.fma(low, l0);
      at += aRow;
      FloatVector x1 = FloatVector.broadcast(S, a[at]);
      l1 = x1.fma(low, l1);
      at += aRow;
      FloatVector x2 = FloatVector.broadcast(S, a[at]);
      l2 = x2.fma(low, l2);
      at += aRow;
      FloatVector x3 = FloatVector.broadcast(S, a[at]);
      l3 = x3.fma(low, l3);
      at += aRow;
      FloatVector x4 = FloatVector.broadcast(S, a[at]);
      l4 = x4.fma(low, l4);
      at += aRow;
      FloatVector x5 = FloatVector.broadcast(S, a[at]);
      l5 = x5.fma(low, l5);
      at += aRow;
      FloatVector x6 = FloatVector.broadcast(S, a[at]);
      l6 = x6.fma(low, l6);
      at += aRow;
      FloatVector x7 = FloatVector.broadcast(S, a[at]);
      l7 = x7.fma(low, l7);
      x += aStep;
    }
    at = cOff;
    l0.intoArray(c, at);
    at += ldc;
    l1.intoArray(c, at);
    at += ldc;
    l2.intoArray(c, at);
    at += ldc;
    l3.intoArray(c, at);
    at += ldc;
    l4.intoArray(c, at);
    at += ldc;
    l5.intoArray(c, at);
    at += ldc;
    l6.intoArray(c, at);
    at += ldc;
    l7.intoArray(c, at);
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
      float[] from,
      int fromOff,
      int fromRow,
      float[] c,
      int cOff,
      int ldc) {
    int at = fromOff;
    FloatVector l0 = FloatVector.fromArray(S, from, at);
    FloatVector m0 = FloatVector.fromArray(S, from, at + V);
    FloatVector h0 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l1 = FloatVector.fromArray(S, from, at);
    FloatVector m1 = FloatVector.fromArray(S, from, at + V);
    FloatVector h1 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l2 = FloatVector.fromArray(S, from, at);
    FloatVector m2 = FloatVector.fromArray(S, from, at + V);
    FloatVector h2 = FloatVector.fromArray(S, from, at + 2 * V);
    at += fromRow;
    FloatVector l3 = FloatVector.fromArray(S, from, at);
    FloatVector m3 = FloatVector.fromArray(S, from, at + V);
    FloatVector h3 = FloatVector.fromArray(S, from, at + 2 * V);
    int x = aOff;
    int end = bOff + k * bStep;
    for (int y = bOff; y != end; y += bStep) {
      FloatVector low = FloatVector.fromArray(S, b, y);
      FloatVector middle = FloatVector.fromArray(S, b, y + V);
      FloatVector high = FloatVector.fromArray(S, b, y + 2 * V);
      at = x;
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      l0 = x0.fma(low, l0);
      m0 = x0.fma(middle, m0);
      h0 = x0.fma(high, h0);
      at += aRow;
      FloatVector x1 = FloatVector.broadcast(S, a[at]);
      l1 = x1.fma(low, l1);
      m1 = x1.fma(middle, m1);
      h1 = x1.fma(high, h1);
      at += aRow;
      FloatVector x2 = FloatVector.broadcast(S, a[at]);
      l2 = x2.fma(low, l2);
      m2 = x2.fma(middle, m2);
      h2 = x2.fma(high, h2);
      at += aRow;
      FloatVector x3 = FloatVector.broadcast(S, a[at]);
      l3 = x3.fma(low, l3);
      m3 = x3.fma(middle, m3);
      h3 = x3.fma(high, h3);
      x += aStep;
    }
    at = cOff;
    l0.intoArray(c, at);
    m0.intoArray(c, at + V);
    h0.intoArray(c, at + 2 * V);
    at += ldc;
    l1.intoArray(c, at);
    m1.intoArray(c, at + V);
    h1.intoArray(c, at + 2 * V);
    at += ldc;
    l2.intoArray(c, at);
    m2.intoArray(c, at + V);
    h2.intoArray(c, at + 2 * V);
    at += ldc;
    l3.intoArray(c, at);
    m3.intoArray(c, at + V);
    h3.intoArray(c, at + 2 * V);
  }
}
