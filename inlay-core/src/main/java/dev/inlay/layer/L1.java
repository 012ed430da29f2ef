package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * A penalty of a factor times the sum of absolute values.
 *
 * @param l1 the factor
 */
public record L1(float l1) implements Regularizer {
  public L1 {
    L1L2.check(l1);
  }

  /** Keras's default, 0.01. */
  public static L1 of() {
    return new L1(0.01f);
  }

  public static L1 of(double l1) {
    return new L1((float) l1);
  }

  @Override
  public Node penalty(Node values) {
    return values.abs().sum().mul(l1);
  }
}
