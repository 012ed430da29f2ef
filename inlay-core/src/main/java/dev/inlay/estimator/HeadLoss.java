package dev.inlay.estimator;

import dev.inlay.graph.Node;

/**
 * The loss of each example, before weights: TensorFlow's {@code loss_fn}. The library's are {@link
 * HeadLosses}; a function of two nodes is one too.
 */
@FunctionalInterface
public interface HeadLoss {
  /**
   * Adds nodes for the losses.
   *
   * @param labels {@code [batch, labels]}, as the head has prepared them
   * @param logits {@code [batch, logits]}
   * @return {@code [batch, 1]}, or of a regression also of the shape of the logits
   */
  Node of(Node labels, Node logits);
}
