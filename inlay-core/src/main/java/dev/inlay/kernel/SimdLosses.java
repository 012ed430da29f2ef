package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** {@link Losses} in vectors. */
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
    int i = 0;
    for (; i <= n - V; i += V) {
      sigmoid(x, xOff + i, y, yOff + i, loss, lossOff + i, grad, gradOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      sigmoid(x, xOff + i, y, yOff + i, loss, lossOff + i, grad, gradOff + i, rest);
    }
  }

  private static void sigmoid(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] loss,
      int lossAt,
      float[] grad,
      int gradAt,
      @Nullable VectorMask<Float> rest) {
    FloatVector xs = load(x, xAt, rest);
    FloatVector ys = load(y, yAt, rest);
    store(SimdElementary.softplus(xs).sub(xs.mul(ys)), loss, lossAt, rest);
    store(SimdElementary.sigmoid(xs).sub(ys), grad, gradAt, rest);
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
