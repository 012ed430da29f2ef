package dev.inlay.train;

import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;

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
    Node y =
        labelSmoothing == 0
            ? pair.yTrue()
            : pair.yTrue().mul(1 - labelSmoothing).add(labelSmoothing / 2);
    if (logits != null) {
      return y.graph().add(new CrossEntropy.SigmoidCrossEntropy(), pair.yPred(), y).mean(axis);
    }
    Node p = Probabilities.clip(pair.yPred());
    Node yes = y.mul(p.log());
    Node no = y.neg().add(1).mul(p.neg().add(1).log());
    return yes.add(no).neg().mean(axis);
  }
}
