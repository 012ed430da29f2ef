package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Products with one row or one column, which read the matrix where it lies, once. */
final class SimdVectors {
  private static final SimdLoops.Fold DOT = SimdLoops.fold((sum, a, b) -> a.fma(b, sum));

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
