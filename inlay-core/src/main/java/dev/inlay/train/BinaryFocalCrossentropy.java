package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import org.jspecify.annotations.Nullable;

/**
 * {@link BinaryCrossentropy} in which answers that are nearly right count less (Lin 2018): each
 * output's loss times (1 - p_t)^gamma, where p_t is the probability given to what is so.
 *
 * @param applyClassBalancing whether losses also count alpha where the label is 1, and 1 - alpha
 *     where it is 0
 * @param gamma how much less easy answers count; 0 for no difference
 * @param fromLogits whether predictions are logits, to which a sigmoid has still to be applied
 * @param labelSmoothing moves labels from 0 and 1 toward a half: y (1 - s) + s / 2
 * @param axis the axis over which the mean is taken
 */
public record BinaryFocalCrossentropy(
    boolean applyClassBalancing,
    float alpha,
    float gamma,
    boolean fromLogits,
    float labelSmoothing,
    int axis)
    implements Loss {
  public BinaryFocalCrossentropy {
    Probabilities.checkSmoothing(labelSmoothing);
  }

  /** For probabilities, with alpha 0.25 and gamma 2, without class balancing. */
  public static BinaryFocalCrossentropy of() {
    return new BinaryFocalCrossentropy(false, 0.25f, 2, false, 0, -1);
  }

  /** For logits. */
  public static BinaryFocalCrossentropy ofLogits() {
    return new BinaryFocalCrossentropy(false, 0.25f, 2, true, 0, -1);
  }

  /** With class balancing by an alpha. */
  public BinaryFocalCrossentropy withClassBalancing(float positives) {
    return new BinaryFocalCrossentropy(true, positives, gamma, fromLogits, labelSmoothing, axis);
  }

  public BinaryFocalCrossentropy withGamma(float exponent) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, exponent, fromLogits, labelSmoothing, axis);
  }

  public BinaryFocalCrossentropy withLabelSmoothing(float smoothing) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, smoothing, axis);
  }

  public BinaryFocalCrossentropy withAxis(int meanAxis) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, meanAxis);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    @Nullable Node logits = Probabilities.logits(pair.yPred(), fromLogits, Unary.SIGMOID);
    Node p = fromLogits ? pair.yPred().sigmoid() : pair.yPred();
    Node y = BinaryCrossentropy.smooth(pair.yTrue(), labelSmoothing);
    Node no = y.neg().add(1);
    Node truth = y.mul(p).add(no.mul(p.neg().add(1)));
    Node focal =
        truth.neg().add(1).pow(gamma).mul(BinaryCrossentropy.elements(y, pair.yPred(), logits));
    Node balanced = applyClassBalancing ? y.mul(alpha).add(no.mul(1 - alpha)).mul(focal) : focal;
    return balanced.mean(axis);
  }
}
