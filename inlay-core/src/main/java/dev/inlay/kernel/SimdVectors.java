package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Products with one row or one column, which read the matrix where it lies, once. */
final class SimdVectors {
  private static final SimdLoops.Fold DOT = SimdLoops.fold((sum, a, b) -> a.fma(b, sum));

  /** What sums begin with where C's value does not count. */
  private static final float[] ZEROS = new float[V];

  private SimdVectors() {}

  /** {@code c[j] (+)= Σ_p a[p] b[p, j]}, summed as the tiles do. */
  static void row(
      int n,
      int k,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      boolean add) {
    int j = 0;
    for (; j <= n - 8 * V; j += 8 * V) {
      eightVectors(k, a, aOff, b, bOff + j, ldb, c, cOff + j, add);
    }
    for (; j <= n - 4 * V; j += 4 * V) {
      fourVectors(k, a, aOff, b, bOff + j, ldb, c, cOff + j, add);
    }
    if (j < n) {
      rest(n - j, k, a, aOff, b, bOff + j, ldb, c, cOff + j, add);
    }
  }

  /** Sums of eight vectors of columns, which stay in registers. */
  private static void eightVectors(
      int k, float[] a, int aOff, float[] b, int bOff, int ldb, float[] c, int cOff, boolean add) {
    float[] from = add ? c : ZEROS;
    FloatVector s0 = FloatVector.fromArray(S, from, add ? cOff : 0);
    FloatVector s1 = FloatVector.fromArray(S, from, add ? cOff + V : 0);
    FloatVector s2 = FloatVector.fromArray(S, from, add ? cOff + 2 * V : 0);
    FloatVector s3 = FloatVector.fromArray(S, from, add ? cOff + 3 * V : 0);
    FloatVector s4 = FloatVector.fromArray(S, from, add ? cOff + 4 * V : 0);
    FloatVector s5 = FloatVector.fromArray(S, from, add ? cOff + 5 * V : 0);
    FloatVector s6 = FloatVector.fromArray(S, from, add ? cOff + 6 * V : 0);
    FloatVector s7 = FloatVector.fromArray(S, from, add ? cOff + 7 * V : 0);
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aOff + p]);
      s0 = x.fma(FloatVector.fromArray(S, b, y), s0);
      s1 = x.fma(FloatVector.fromArray(S, b, y + V), s1);
      s2 = x.fma(FloatVector.fromArray(S, b, y + 2 * V), s2);
      s3 = x.fma(FloatVector.fromArray(S, b, y + 3 * V), s3);
      s4 = x.fma(FloatVector.fromArray(S, b, y + 4 * V), s4);
      s5 = x.fma(FloatVector.fromArray(S, b, y + 5 * V), s5);
      s6 = x.fma(FloatVector.fromArray(S, b, y + 6 * V), s6);
      s7 = x.fma(FloatVector.fromArray(S, b, y + 7 * V), s7);
      y += ldb;
    }
    s0.intoArray(c, cOff);
    s1.intoArray(c, cOff + V);
    s2.intoArray(c, cOff + 2 * V);
    s3.intoArray(c, cOff + 3 * V);
    s4.intoArray(c, cOff + 4 * V);
    s5.intoArray(c, cOff + 5 * V);
    s6.intoArray(c, cOff + 6 * V);
    s7.intoArray(c, cOff + 7 * V);
  }

  /** Sums of four vectors of columns. */
  private static void fourVectors(
      int k, float[] a, int aOff, float[] b, int bOff, int ldb, float[] c, int cOff, boolean add) {
    float[] from = add ? c : ZEROS;
    FloatVector s0 = FloatVector.fromArray(S, from, add ? cOff : 0);
    FloatVector s1 = FloatVector.fromArray(S, from, add ? cOff + V : 0);
    FloatVector s2 = FloatVector.fromArray(S, from, add ? cOff + 2 * V : 0);
    FloatVector s3 = FloatVector.fromArray(S, from, add ? cOff + 3 * V : 0);
    int y = bOff;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aOff + p]);
      s0 = x.fma(FloatVector.fromArray(S, b, y), s0);
      s1 = x.fma(FloatVector.fromArray(S, b, y + V), s1);
      s2 = x.fma(FloatVector.fromArray(S, b, y + 2 * V), s2);
      s3 = x.fma(FloatVector.fromArray(S, b, y + 3 * V), s3);
      y += ldb;
    }
    s0.intoArray(c, cOff);
    s1.intoArray(c, cOff + V);
    s2.intoArray(c, cOff + 2 * V);
    s3.intoArray(c, cOff + 3 * V);
  }

  /** The last columns: four rows of B at once, as so few sums would wait for each other. */
  private static void rest(
      int n,
      int k,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      boolean add) {
    if (!add) {
      Arrays.fill(c, cOff, cOff + n, 0);
    }
    int p = 0;
    for (; p + 3 < k; p += 4) {
      four(n, a, aOff + p, b, bOff + p * ldb, ldb, c, cOff);
    }
    for (; p < k; p++) {
      one(n, a[aOff + p], b, bOff + p * ldb, c, cOff);
    }
  }

  private static void four(
      int n, float[] a, int aOff, float[] b, int bOff, int ldb, float[] c, int cOff) {
    FloatVector a0 = FloatVector.broadcast(S, a[aOff]);
    FloatVector a1 = FloatVector.broadcast(S, a[aOff + 1]);
    FloatVector a2 = FloatVector.broadcast(S, a[aOff + 2]);
    FloatVector a3 = FloatVector.broadcast(S, a[aOff + 3]);
    int b1 = bOff + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    int j = 0;
    for (; j < S.loopBound(n); j += V) {
      FloatVector sum = FloatVector.fromArray(S, c, cOff + j);
      sum = a0.fma(FloatVector.fromArray(S, b, bOff + j), sum);
      sum = a1.fma(FloatVector.fromArray(S, b, b1 + j), sum);
      sum = a2.fma(FloatVector.fromArray(S, b, b2 + j), sum);
      sum = a3.fma(FloatVector.fromArray(S, b, b3 + j), sum);
      sum.intoArray(c, cOff + j);
    }
    if (j < n) {
      VectorMask<Float> mask = S.indexInRange(j, n);
      FloatVector sum = FloatVector.fromArray(S, c, cOff + j, mask);
      sum = a0.fma(FloatVector.fromArray(S, b, bOff + j, mask), sum);
      sum = a1.fma(FloatVector.fromArray(S, b, b1 + j, mask), sum);
      sum = a2.fma(FloatVector.fromArray(S, b, b2 + j, mask), sum);
      sum = a3.fma(FloatVector.fromArray(S, b, b3 + j, mask), sum);
      sum.intoArray(c, cOff + j, mask);
    }
  }

  private static void one(int n, float a, float[] b, int bOff, float[] c, int cOff) {
    FloatVector factor = FloatVector.broadcast(S, a);
    int j = 0;
    for (; j < S.loopBound(n); j += V) {
      FloatVector sum = FloatVector.fromArray(S, c, cOff + j);
      factor.fma(FloatVector.fromArray(S, b, bOff + j), sum).intoArray(c, cOff + j);
    }
    if (j < n) {
      VectorMask<Float> mask = S.indexInRange(j, n);
      FloatVector sum = FloatVector.fromArray(S, c, cOff + j, mask);
      factor.fma(FloatVector.fromArray(S, b, bOff + j, mask), sum).intoArray(c, cOff + j, mask);
    }
  }

  /**
   * {@code c[i] (+)= Σ_p a[i, p] b[p]}: in sixteen lanes, as {@link MatMul} says. A vector that
   * lies with gaps is copied first.
   */
  static void column(
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
      Scratch scratch) {
    float[] vector = b;
    int at = bOff;
    if (bStride != 1) {
      vector = scratch.right(k);
      at = 0;
      for (int p = 0; p < k; p++) {
        vector[p] = b[bOff + p * bStride];
      }
    }
    for (int i = 0; i < m; i++) {
      float sum = DOT.fold(a, aOff + i * lda, vector, at, k);
      c[cOff + i * ldc] = add ? c[cOff + i * ldc] + sum : sum;
    }
  }
}
