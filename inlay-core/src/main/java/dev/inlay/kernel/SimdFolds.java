package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Folds} in vectors. */
final class SimdFolds implements Folds {
  /** Elements whose gradient is still in the first-level cache when it is added up. */
  private static final int BLOCK = 4096;

  /** Made when the first one is used: not all programs live so long. */
  private static final class Loops {
    static final SimdLoops.Fold SUM = SimdLoops.fold((sum, a, _) -> sum.add(a));
    static final SimdLoops.Fold DOT = SimdLoops.fold((sum, a, b) -> sum.add(a.mul(b)));
  }

  private final Pointwise pointwise;

  SimdFolds(Pointwise pointwise) {
    this.pointwise = pointwise;
  }

  @Override
  public float sum(float[] x, int xOff, int n) {
    return Loops.SUM.fold(x, xOff, x, xOff, n);
  }

  @Override
  public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
    return Loops.DOT.fold(a, aOff, b, bOff, n);
  }

  @Override
  public float max(float[] x, int xOff, int n) {
    FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - V; i += V) {
      max = max.max(FloatVector.fromArray(S, x, xOff + i));
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      max = max.lanewise(VectorOperators.MAX, FloatVector.fromArray(S, x, xOff + i, rest), rest);
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float min(float[] x, int xOff, int n) {
    FloatVector min = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
    int i = 0;
    for (; i <= n - V; i += V) {
      min = min.min(FloatVector.fromArray(S, x, xOff + i));
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      min = min.lanewise(VectorOperators.MIN, FloatVector.fromArray(S, x, xOff + i, rest), rest);
    }
    return min.reduceLanes(VectorOperators.MIN);
  }

  /** Zero times a NaN or an infinity is a NaN, and so is all that it is added to. */
  @Override
  public boolean areFinite(float[] x, int xOff, int xStride, int rows, int n) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector even = zero;
    FloatVector odd = zero;
    for (int r = 0; r < rows; r++) {
      int at = xOff + r * xStride;
      int i = 0;
      for (; i <= n - 2 * V; i += 2 * V) {
        even = FloatVector.fromArray(S, x, at + i).fma(zero, even);
        odd = FloatVector.fromArray(S, x, at + i + V).fma(zero, odd);
      }
      for (; i <= n - V; i += V) {
        even = FloatVector.fromArray(S, x, at + i).fma(zero, even);
      }
      if (i < n) {
        odd = FloatVector.fromArray(S, x, at + i, S.indexInRange(i, n)).fma(zero, odd);
      }
    }
    return even.add(odd).test(VectorOperators.IS_FINITE).allTrue();
  }

  @Override
  public void columnSums(
      float[] x, int xOff, int xStride, int rows, int n, float[] dst, int dstOff, boolean add) {
    if (!add) {
      Arrays.fill(dst, dstOff, dstOff + n, 0);
    }
    int i = 0;
    for (; i <= n - 4 * V; i += 4 * V) {
      fourColumns(x, xOff + i, xStride, rows, dst, dstOff + i);
    }
    for (; i <= n - V; i += V) {
      FloatVector sum = FloatVector.fromArray(S, dst, dstOff + i);
      for (int r = 0; r < rows; r++) {
        sum = sum.add(FloatVector.fromArray(S, x, xOff + i + r * xStride));
      }
      sum.intoArray(dst, dstOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = S.indexInRange(i, n);
      FloatVector sum = FloatVector.fromArray(S, dst, dstOff + i, rest);
      for (int r = 0; r < rows; r++) {
        sum = sum.add(FloatVector.fromArray(S, x, xOff + i + r * xStride, rest));
      }
      sum.intoArray(dst, dstOff + i, rest);
    }
  }

  private static void fourColumns(
      float[] x, int xOff, int xStride, int rows, float[] dst, int dstOff) {
    FloatVector sum0 = FloatVector.fromArray(S, dst, dstOff);
    FloatVector sum1 = FloatVector.fromArray(S, dst, dstOff + V);
    FloatVector sum2 = FloatVector.fromArray(S, dst, dstOff + 2 * V);
    FloatVector sum3 = FloatVector.fromArray(S, dst, dstOff + 3 * V);
    for (int r = 0; r < rows; r++) {
      int at = xOff + r * xStride;
      sum0 = sum0.add(FloatVector.fromArray(S, x, at));
      sum1 = sum1.add(FloatVector.fromArray(S, x, at + V));
      sum2 = sum2.add(FloatVector.fromArray(S, x, at + 2 * V));
      sum3 = sum3.add(FloatVector.fromArray(S, x, at + 3 * V));
    }
    sum0.intoArray(dst, dstOff);
    sum1.intoArray(dst, dstOff + V);
    sum2.intoArray(dst, dstOff + 2 * V);
    sum3.intoArray(dst, dstOff + 3 * V);
  }

  @Override
  public void biasGrad(
      Unary f,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int rows,
      int n,
      float[] dBias,
      int dBiasOff,
      boolean add) {
    int step = Math.max(1, BLOCK / Math.max(1, n));
    if (!add) {
      Arrays.fill(dBias, dBiasOff, dBiasOff + n, 0);
    }
    for (int r = 0; r < rows; r += step) {
      int block = Math.min(step, rows - r);
      int at = r * n;
      pointwise.gradFromResult(f, y, yOff + at, dy, dyOff + at, dx, dxOff + at, block * n);
      columnSums(dx, dxOff + at, n, block, n, dBias, dBiasOff, true);
    }
  }

  @Override
  public void softmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * n;
      int to = dstOff + r * n;
      pointwise.binaryScalar(Binary.SUB, x, from, max(x, from, n), dst, to, n);
      pointwise.unary(Unary.EXP, dst, to, dst, to, n);
      pointwise.binaryScalar(Binary.MUL, dst, to, 1 / sum(dst, to, n), dst, to, n);
    }
  }

  @Override
  public void logSoftmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * n;
      int to = dstOff + r * n;
      pointwise.binaryScalar(Binary.SUB, x, from, max(x, from, n), dst, to, n);
      float log = Elementary.log(sumOfExp(dst, to, n));
      pointwise.binaryScalar(Binary.SUB, dst, to, log, dst, to, n);
    }
  }

  /**
   * The sum of e to each element, added up in the order of {@link #sum}. The function is long, and
   * the JIT takes it into a method only once: the rest goes through the loop of whole vectors, and
   * so do the vectors that make the sixteen lanes, in turns.
   */
  private static float sumOfExp(float[] x, int off, int n) {
    FloatVector sum0 = FloatVector.zero(S);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int end = Math.ceilDiv(n, LANES) * LANES;
    for (int i = 0; i < end; i += V) {
      var present = S.indexInRange(i, n);
      var exp = SimdElementary.exp(FloatVector.fromArray(S, x, off + i, present));
      FloatVector next = sum0.add(exp, present);
      sum0 = V < 16 ? sum1 : next;
      if (V < 8) {
        sum1 = sum2;
        sum2 = sum3;
        sum3 = next;
      } else if (V < 16) {
        sum1 = next;
      }
    }
    FloatVector even = V < 8 ? sum0.add(sum2) : sum0;
    FloatVector odd = V < 8 ? sum1.add(sum3) : sum1;
    return SimdLanes.fold(V < 16 ? even.add(odd) : even);
  }
}
