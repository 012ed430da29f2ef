package dev.inlay.train;

import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import org.jspecify.annotations.Nullable;

/**
 * The mean over the outputs of -y log p - (1 - y) log(1 - p). Labels are probabilities that
 * something is so, mostly 0 or 1, one for each output.
 *
 * @param fromLogits whether predictions are logits, to which a sigmoid has still to be applied
 * @param labelSmoothing moves labels from 0 and 1 toward a half: y (1 - s) + s / 2
 * @param axis the axis over which the mean is taken
 */
public record BinaryCrossentropy(boolean fromLogits, float labelSmoothing, int axis)
    implements Loss {
  public BinaryCrossentropy {
    Probabilities.checkSmoothing(labelSmoothing);
  }

  /** For probabilities. */
  public static BinaryCrossentropy of() {
    return new BinaryCrossentropy(false, 0, -1);
  }

  /** For logits. */
  public static BinaryCrossentropy ofLogits() {
    return new BinaryCrossentropy(true, 0, -1);
  }

  public BinaryCrossentropy withLabelSmoothing(float smoothing) {
    return new BinaryCrossentropy(fromLogits, smoothing, axis);
  }

  public BinaryCrossentropy withAxis(int meanAxis) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing, meanAxis);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    Node logits = Probabilities.logits(yPred, fromLogits, Unary.SIGMOID);
    var pair = Ranks.align(yTrue, logits == null ? yPred : logits);
    Node y = smooth(pair.yTrue(), labelSmoothing);
    return elements(y, pair.yPred(), logits == null ? null : pair.yPred()).mean(axis);
  }

  static Node smooth(Node labels, float smoothing) {
    return smoothing == 0 ? labels : labels.mul(1 - smoothing).add(smoothing / 2);
  }

  /**
   * The loss of each output.
   *
   * @param probabilities not read if there are logits
   */
  static Node elements(Node y, Node probabilities, @Nullable Node logits) {
    if (logits != null) {
      return y.graph().add(new CrossEntropy.SigmoidCrossEntropy(), logits, y);
    }
    Node p = Probabilities.clip(probabilities);
    Node yes = y.mul(p.log());
    Node no = y.neg().add(1).mul(p.neg().add(1).log());
    return yes.add(no).neg();
  }
}
