package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;

/** {@link Pointwise} in plain loops until those in vectors are warm. */
final class GatedPointwise implements Pointwise {
  private final Pointwise scalar = new ScalarPointwise();
  private final Pointwise simd;
  private final Gates<Unary> unary;
  private final Gates<Unary> biasUnary;
  private final Gates<Unary> gradFromResult;
  private final Gates<Binary> binary;
  private final Gates<Binary> binaryScalar;
  private final Gates<Binary> scalarBinary;
  private final Gate where;
  private final Gate axpy;
  private final Gate multiplyAdd;

  GatedPointwise(Pointwise simd, Warmup warmup) {
    this.simd = simd;
    unary = new Gates<>(warmup, Unary.class, f -> (at, n) -> simd.unary(f, A, at, B, at, n));
    biasUnary =
        new Gates<>(warmup, Unary.class, f -> (at, n) -> simd.biasUnary(f, A, at, B, at, 1, n));
    gradFromResult =
        new Gates<>(
            warmup, Unary.class, f -> (at, n) -> simd.gradFromResult(f, A, at, B, at, C, at, n));
    binary =
        new Gates<>(warmup, Binary.class, f -> (at, n) -> simd.binary(f, A, at, B, at, C, at, n));
    binaryScalar =
        new Gates<>(
            warmup, Binary.class, f -> (at, n) -> simd.binaryScalar(f, A, at, 0.5f, C, at, n));
    scalarBinary =
        new Gates<>(
            warmup, Binary.class, f -> (at, n) -> simd.scalarBinary(f, 0.5f, B, at, C, at, n));
    where = new Gate(warmup, (at, n) -> simd.where(A, at, B, at, C, at, D, at, n));
    axpy = new Gate(warmup, (at, n) -> simd.axpy(0.5f, A, at, B, at, n));
    multiplyAdd = new Gate(warmup, (at, n) -> simd.multiplyAdd(A, at, B, at, C, at, n));
  }

  @Override
  public void unary(Unary f, float[] x, int xOff, float[] dst, int dstOff, int n) {
    (unary.isOpen(f, n) ? simd : scalar).unary(f, x, xOff, dst, dstOff, n);
  }

  @Override
  public void binary(
      Binary f, float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    (binary.isOpen(f, n) ? simd : scalar).binary(f, a, aOff, b, bOff, dst, dstOff, n);
  }

  @Override
  public void binaryScalar(Binary f, float[] a, int aOff, float b, float[] dst, int dstOff, int n) {
    (binaryScalar.isOpen(f, n) ? simd : scalar).binaryScalar(f, a, aOff, b, dst, dstOff, n);
  }

  @Override
  public void scalarBinary(Binary f, float a, float[] b, int bOff, float[] dst, int dstOff, int n) {
    (scalarBinary.isOpen(f, n) ? simd : scalar).scalarBinary(f, a, b, bOff, dst, dstOff, n);
  }

  @Override
  public void where(
      float[] mask,
      int maskOff,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      float[] dst,
      int dstOff,
      int n) {
    (where.isOpen(n) ? simd : scalar).where(mask, maskOff, a, aOff, b, bOff, dst, dstOff, n);
  }

  @Override
  public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
    (axpy.isOpen(n) ? simd : scalar).axpy(alpha, x, xOff, y, yOff, n);
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    (multiplyAdd.isOpen(n) ? simd : scalar).multiplyAdd(a, aOff, b, bOff, dst, dstOff, n);
  }

  @Override
  public void gradFromResult(
      Unary f, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
    (gradFromResult.isOpen(f, n) ? simd : scalar)
        .gradFromResult(f, y, yOff, dy, dyOff, dx, dxOff, n);
  }

  @Override
  public void biasUnary(Unary f, float[] bias, int biasOff, float[] x, int xOff, int rows, int n) {
    (biasUnary.isOpen(f, (long) rows * n) ? simd : scalar)
        .biasUnary(f, bias, biasOff, x, xOff, rows, n);
  }
}
