package dev.inlay.estimator;

import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;

/** The losses of TensorFlow's heads. */
public enum HeadLosses implements HeadLoss {
  /** (y - z)². */
  SQUARED_ERROR((y, z) -> y.sub(z).square()),
  /** The cross-entropy of sigmoid(z), for labels from 0 to 1. */
  SIGMOID_CROSS_ENTROPY((y, z) -> z.graph().add(new CrossEntropy.SigmoidCrossEntropy(), z, y)),
  /** exp(z) - y z: the Poisson loss without what doesn't depend on the prediction. */
  LOG_POISSON((y, z) -> z.exp().sub(y.mul(z))),
  /**
   * {@link #LOG_POISSON} with log y! by Stirling's formula, y log y - y + log(2 π y) / 2, for
   * labels above 1; as {@code tf.nn.log_poisson_loss} has it.
   */
  FULL_LOG_POISSON((y, z) -> LOG_POISSON.of(y, z).add(stirling(y)));

  private final HeadLoss function;

  HeadLosses(HeadLoss function) {
    this.function = function;
  }

  @Override
  public Node of(Node labels, Node logits) {
    return function.of(labels, logits);
  }

  private static Node stirling(Node y) {
    Node above = y.max(1);
    Node formula =
        above.mul(above.log()).sub(above).add(above.mul((float) (2 * Math.PI)).log().mul(0.5f));
    return y.greater(1).where(formula, formula.mul(0));
  }
}
