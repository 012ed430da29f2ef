package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * A penalty of a factor times the sum of squares (without a half).
 *
 * @param l2 the factor
 */
public record L2(float l2) implements Regularizer {
  public L2 {
    L1L2.check(l2);
  }

  /** Keras's default, 0.01. */
  public static L2 of() {
    return new L2(0.01f);
  }

  public static L2 of(double l2) {
    return new L2((float) l2);
  }

  @Override
  public Node penalty(Node values) {
    return values.square().sum().mul(l2);
  }
}
