package dev.inlay.kernel;

/** {@link Losses} in plain loops. */
final class ScalarLosses implements Losses {
  private final Folds folds = new ScalarFolds();

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
    for (int i = 0; i < n; i++) {
      float xi = x[xOff + i];
      float yi = y[yOff + i];
      loss[lossOff + i] = Elementary.softplus(xi) - xi * yi;
      grad[gradOff + i] = Elementary.sigmoid(xi) - yi;
    }
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
      float total = folds.sum(y, label, n);
      for (int i = 0; i < n; i++) {
        grad[at + i] = Elementary.exp(grad[at + i]) * total - y[label + i];
      }
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
      for (int i = 0; i < n; i++) {
        grad[at + i] = Elementary.exp(grad[at + i]);
      }
      grad[at + id] -= 1;
    }
  }
}
