package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;

import dev.inlay.graph.Unary;

/** {@link Folds} in plain loops until those in vectors are warm. */
final class GatedFolds implements Folds {
  private final Folds scalar = new ScalarFolds();
  private final Folds simd;
  private final Gate sum;
  private final Gate dot;
  private final Gate max;
  private final Gate min;
  private final Gate areFinite;
  private final Gate columnSums;
  private final Gates<Unary> biasGrad;
  private final Gate softmax;
  private final Gate logSoftmax;

  GatedFolds(Folds simd, Warmup warmup) {
    this.simd = simd;
    sum = new Gate(warmup, (at, n) -> simd.sum(A, at, n));
    dot = new Gate(warmup, (at, n) -> simd.dot(A, at, B, at, n));
    max = new Gate(warmup, (at, n) -> simd.max(A, at, n));
    min = new Gate(warmup, (at, n) -> simd.min(A, at, n));
    areFinite = new Gate(warmup, (at, n) -> simd.areFinite(A, at, 0, 3, n));
    columnSums = new Gate(warmup, (at, n) -> simd.columnSums(A, 0, 0, 3, 5 * n, B, 0, at == 0));
    biasGrad =
        new Gates<>(
            warmup,
            Unary.class,
            f -> (at, n) -> simd.biasGrad(f, A, 0, B, 0, C, 0, 1, 5 * n, D, 0, at == 0));
    softmax = new Gate(warmup, (at, n) -> simd.softmax(A, at, B, at, 1, n));
    logSoftmax = new Gate(warmup, (at, n) -> simd.logSoftmax(A, at, B, at, 1, n));
  }

  @Override
  public float sum(float[] x, int xOff, int n) {
    return (sum.isOpen(n) ? simd : scalar).sum(x, xOff, n);
  }

  @Override
  public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
    return (dot.isOpen(n) ? simd : scalar).dot(a, aOff, b, bOff, n);
  }

  @Override
  public float max(float[] x, int xOff, int n) {
    return (max.isOpen(n) ? simd : scalar).max(x, xOff, n);
  }

  @Override
  public float min(float[] x, int xOff, int n) {
    return (min.isOpen(n) ? simd : scalar).min(x, xOff, n);
  }

  @Override
  public boolean areFinite(float[] x, int xOff, int xStride, int rows, int n) {
    return (areFinite.isOpen((long) rows * n) ? simd : scalar).areFinite(x, xOff, xStride, rows, n);
  }

  @Override
  public void columnSums(
      float[] x, int xOff, int xStride, int rows, int n, float[] dst, int dstOff, boolean add) {
    (columnSums.isOpen((long) rows * n) ? simd : scalar)
        .columnSums(x, xOff, xStride, rows, n, dst, dstOff, add);
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
    (biasGrad.isOpen(f, (long) rows * n) ? simd : scalar)
        .biasGrad(f, y, yOff, dy, dyOff, dx, dxOff, rows, n, dBias, dBiasOff, add);
  }

  @Override
  public void softmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    (softmax.isOpen(Gate.EXP * rows * n) ? simd : scalar).softmax(x, xOff, dst, dstOff, rows, n);
  }

  @Override
  public void logSoftmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    (logSoftmax.isOpen(Gate.EXP * rows * n) ? simd : scalar)
        .logSoftmax(x, xOff, dst, dstOff, rows, n);
  }
}
