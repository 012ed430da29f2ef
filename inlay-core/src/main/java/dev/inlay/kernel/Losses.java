package dev.inlay.kernel;

/** Cross-entropies from logits, with their gradients in the same pass. */
public interface Losses {
  /**
   * {@code loss = max(x, 0) - x y + log(1 + exp(-|x|))} and {@code grad = sigmoid(x) - y}; either
   * destination may be x or y.
   */
  void sigmoidCrossEntropy(
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int n);

  /**
   * For each packed row of n logits x and labels y: {@code loss[r] = -Σ y log softmax(x)} and
   * {@code grad = softmax(x) Σ y - y}. The gradient may be x, not y.
   */
  void softmaxCrossEntropy(
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int rows,
      int n);

  /**
   * For each packed row of n logits x and one class id: {@code loss[r] = -log softmax(x)[id]} and
   * {@code grad = softmax(x) - oneHot(id)}. The gradient may be x.
   */
  void sparseSoftmaxCrossEntropy(
      float[] x,
      int xOff,
      int[] ids,
      int idsOff,
      float[] loss,
      int lossOff,
      float[] grad,
      int gradOff,
      int rows,
      int n);
}
