package dev.inlay.train;

import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Softmax;

/**
 * -Σ y log p over classes. Labels are one-hot rows, or any probabilities of classes. Predicted
 * probabilities are divided by their sum first, as Keras does.
 *
 * @param fromLogits whether predictions are logits, to which a softmax has still to be applied
 * @param labelSmoothing moves labels toward equal ones: y (1 - s) + s / classes
 * @param axis the axis of the classes
 */
public record CategoricalCrossentropy(boolean fromLogits, float labelSmoothing, int axis)
    implements Loss {
  public CategoricalCrossentropy {
    Probabilities.checkSmoothing(labelSmoothing);
  }

  /** For probabilities. */
  public static CategoricalCrossentropy of() {
    return new CategoricalCrossentropy(false, 0, -1);
  }

  /** For logits. */
  public static CategoricalCrossentropy ofLogits() {
    return new CategoricalCrossentropy(true, 0, -1);
  }

  public CategoricalCrossentropy withLabelSmoothing(float smoothing) {
    return new CategoricalCrossentropy(fromLogits, smoothing, axis);
  }

  public CategoricalCrossentropy withAxis(int classAxis) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing, classAxis);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    boolean last = yPred.shape().axis(axis) == yPred.shape().rank() - 1;
    Node logits =
        last || fromLogits ? Probabilities.logits(yPred, fromLogits, new Softmax()) : null;
    var pair =
        Ranks.align(
            Ranks.axisLast(yTrue, axis), Ranks.axisLast(logits == null ? yPred : logits, axis));
    int classes = pair.yPred().shape().last();
    Node y = smooth(pair.yTrue(), labelSmoothing, classes);
    if (logits != null) {
      return y.graph().add(new CrossEntropy.SoftmaxCrossEntropy(), pair.yPred(), y);
    }
    Node p = pair.yPred().div(pair.yPred().sumKeepingDims(-1));
    return y.mul(Probabilities.clip(p).log()).sum(-1).neg();
  }

  static Node smooth(Node labels, float smoothing, int classes) {
    return smoothing == 0 ? labels : labels.mul(1 - smoothing).add(smoothing / classes);
  }
}
