package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Its input, as it is, on which there is a penalty {@code l1 Σ|x| + l2 Σx²}, divided by the number
 * of rows.
 *
 * @param l1 the factor of absolute values
 * @param l2 the factor of squares
 */
public record ActivityRegularization(float l1, float l2) implements Layer {
  public ActivityRegularization {
    L1L2.check(l1);
    L1L2.check(l2);
  }

  public static ActivityRegularization of(double l1, double l2) {
    return new ActivityRegularization((float) l1, (float) l2);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return scope.activity(new L1L2(l1, l2), Inputs.atLeastRank(1, inputs));
  }
}
