package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;

/** {@link Losses} in plain loops until those in vectors are warm. */
final class GatedLosses implements Losses {
  private static final int[] ZEROS = {0};

  private final Losses scalar = new ScalarLosses();
  private final Losses simd;
  private final Gate sigmoidCrossEntropy;
  private final Gate softmaxCrossEntropy;
  private final Gate sparseSoftmaxCrossEntropy;

  GatedLosses(Losses simd, Warmup warmup) {
    this.simd = simd;
    sigmoidCrossEntropy =
        new Gate(warmup, (at, n) -> simd.sigmoidCrossEntropy(A, at, B, at, C, at, D, at, n));
    softmaxCrossEntropy =
        new Gate(warmup, (at, n) -> simd.softmaxCrossEntropy(A, at, B, at, C, 0, D, at, 1, n));
    sparseSoftmaxCrossEntropy =
        new Gate(
            warmup, (at, n) -> simd.sparseSoftmaxCrossEntropy(A, at, ZEROS, 0, C, 0, D, at, 1, n));
  }

  @Override
  public void sigmoidCrossEntropy(
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int n) {
    (sigmoidCrossEntropy.isOpen(Gate.EXP * n) ? simd : scalar)
        .sigmoidCrossEntropy(x, xOff, y, yOff, loss, lossOff, grad, gradOff, n);
  }

  @Override
  public void softmaxCrossEntropy(
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int rows,
      int n) {
    (softmaxCrossEntropy.isOpen(Gate.EXP * rows * n) ? simd : scalar)
        .softmaxCrossEntropy(x, xOff, y, yOff, loss, lossOff, grad, gradOff, rows, n);
  }

  @Override
  public void sparseSoftmaxCrossEntropy(
      float[] x,
      int xOff,
      int[] ids,
      int idsOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int rows,
      int n) {
    (sparseSoftmaxCrossEntropy.isOpen(Gate.EXP * rows * n) ? simd : scalar)
        .sparseSoftmaxCrossEntropy(x, xOff, ids, idsOff, loss, lossOff, grad, gradOff, rows, n);
  }
}
