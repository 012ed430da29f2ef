package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.graph.Op;
import org.jspecify.annotations.Nullable;

/** What the cross-entropies share. */
final class Probabilities {
  /** Keras's fuzz factor: probabilities are kept this far from 0 and 1. */
  static final float EPSILON = 1e-7f;

  private Probabilities() {}

  /**
   * The logits of predictions, where they can be had: the predictions themselves, or what the
   * sigmoid or softmax that made them was given. As Keras on TensorFlow does it: the loss is then
   * exact where probabilities have rounded to 0 or 1.
   */
  static @Nullable Node logits(Node yPred, boolean fromLogits, Op op) {
    if (fromLogits) {
      return yPred;
    }
    return yPred.op().equals(op) ? yPred.input(0) : null;
  }

  static Node clip(Node probabilities) {
    return probabilities.max(EPSILON).min(1 - EPSILON);
  }

  static void checkSmoothing(float labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException("label smoothing is from 0 to 1, got " + labelSmoothing);
    }
  }
}
