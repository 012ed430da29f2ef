package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Both penalties: {@code l1 Σ|w| + l2 Σw²}.
 *
 * @param l1 the factor of absolute values
 * @param l2 the factor of squares
 */
public record L1L2(float l1, float l2) implements Regularizer {
  public L1L2 {
    check(l1);
    check(l2);
  }

  public static L1L2 of(double l1, double l2) {
    return new L1L2((float) l1, (float) l2);
  }

  static void check(float factor) {
    if (!(factor >= 0 && factor < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a regularizer's factor is 0 or more and finite, not " + factor);
    }
  }

  @Override
  public Node penalty(Node values) {
    return new L1(l1).penalty(values).add(new L2(l2).penalty(values));
  }
}
