package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.layer.ActivationFunction;

/**
 * The squared error of numbers that are learned as distances from their mean, in units of their
 * spread, so that a model of usual first weights and learning rates suits numbers of any size. See
 * {@link RegressionHead#standardized}.
 */
record Standardized(float mean, float scale) implements HeadLoss {
  Standardized {
    if (!Float.isFinite(mean) || !(scale > 0) || !Float.isFinite(scale)) {
      throw new IllegalArgumentException(
          "labels of mean %s and spread %s; the spread is above 0".formatted(mean, scale));
    }
  }

  @Override
  public Node of(Node labels, Node logits) {
    return labels.sub(mean).div(scale).sub(logits).square();
  }

  /** What brings logits back to the labels' numbers. */
  record Undone(float mean, float scale) implements ActivationFunction {
    @Override
    public Node apply(Node logits) {
      return logits.mul(scale).add(mean);
    }
  }
}
