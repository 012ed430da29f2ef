package dev.inlay.train;

import dev.inlay.graph.Node;

/**
 * {@link CategoricalCrossentropy} in which answers that are nearly right count less (Lin 2018): Σ
 * alpha (1 - p)^gamma (-y log p) over classes. Predicted probabilities are divided by their sum
 * first, as Keras does.
 *
 * @param gamma how much less easy answers count; 0 for no difference
 * @param fromLogits whether predictions are logits, to which a softmax has still to be applied
 * @param labelSmoothing moves labels toward equal ones: y (1 - s) + s / classes
 * @param axis the axis of the classes
 */
public record CategoricalFocalCrossentropy(
    float alpha, float gamma, boolean fromLogits, float labelSmoothing, int axis) implements Loss {
  public CategoricalFocalCrossentropy {
    Probabilities.checkSmoothing(labelSmoothing);
  }

  /** For probabilities, with alpha 0.25 and gamma 2. */
  public static CategoricalFocalCrossentropy of() {
    return new CategoricalFocalCrossentropy(0.25f, 2, false, 0, -1);
  }

  /** For logits. */
  public static CategoricalFocalCrossentropy ofLogits() {
    return new CategoricalFocalCrossentropy(0.25f, 2, true, 0, -1);
  }

  public CategoricalFocalCrossentropy withAlpha(float factor) {
    return new CategoricalFocalCrossentropy(factor, gamma, fromLogits, labelSmoothing, axis);
  }

  public CategoricalFocalCrossentropy withGamma(float exponent) {
    return new CategoricalFocalCrossentropy(alpha, exponent, fromLogits, labelSmoothing, axis);
  }

  public CategoricalFocalCrossentropy withLabelSmoothing(float smoothing) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, smoothing, axis);
  }

  public CategoricalFocalCrossentropy withAxis(int classAxis) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, classAxis);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(Ranks.axisLast(yTrue, axis), Ranks.axisLast(yPred, axis));
    Node given = fromLogits ? pair.yPred().softmax() : pair.yPred();
    Node p = Probabilities.clip(given.div(given.sumKeepingDims(-1)));
    int classes = pair.yPred().shape().last();
    Node y = CategoricalCrossentropy.smooth(pair.yTrue(), labelSmoothing, classes);
    Node factor = p.neg().add(1).pow(gamma).mul(alpha);
    return factor.mul(y.mul(p.log())).sum(-1).neg();
  }
}
