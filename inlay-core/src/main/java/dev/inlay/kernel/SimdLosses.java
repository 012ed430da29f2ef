package dev.inlay.kernel;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;

/** {@link Losses} in vectors, in several passes over what the other families have. */
final class SimdLosses implements Losses {
  private final Pointwise pointwise;
  private final Folds folds;

  SimdLosses(Pointwise pointwise, Folds folds) {
    this.pointwise = pointwise;
    this.folds = folds;
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
    pointwise.unary(Unary.SOFTPLUS, x, xOff, loss, lossOff, n);
    pointwise.binary(Binary.MUL, x, xOff, y, yOff, grad, gradOff, n);
    pointwise.binary(Binary.SUB, loss, lossOff, grad, gradOff, loss, lossOff, n);
    pointwise.unary(Unary.SIGMOID, x, xOff, grad, gradOff, n);
    pointwise.binary(Binary.SUB, grad, gradOff, y, yOff, grad, gradOff, n);
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
    for (int r = 0; r < rows; r++) {
      int at = gradOff + r * n;
      int label = yOff + r * n;
      folds.logSoftmax(x, xOff + r * n, grad, at, 1, n);
      loss[lossOff + r] = -folds.dot(grad, at, y, label, n);
      pointwise.unary(Unary.EXP, grad, at, grad, at, n);
      pointwise.binaryScalar(Binary.MUL, grad, at, folds.sum(y, label, n), grad, at, n);
      pointwise.binary(Binary.SUB, grad, at, y, label, grad, at, n);
    }
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
    for (int r = 0; r < rows; r++) {
      int at = gradOff + r * n;
      int id = ids[idsOff + r];
      folds.logSoftmax(x, xOff + r * n, grad, at, 1, n);
      loss[lossOff + r] = -grad[at + id];
      pointwise.unary(Unary.EXP, grad, at, grad, at, n);
      grad[at + id] -= 1;
    }
  }
}
