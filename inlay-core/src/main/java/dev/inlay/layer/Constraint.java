package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A rule that a weight obeys: applied to the whole weight after each update. */
public interface Constraint {
  /** Moves the values to the nearest (or a near) place that obeys the rule. */
  void apply(Variable variable);

  /**
   * The same rule for single rows of a weight of a shape, so that tables need not be gone through
   * at each step; null, as a constraint of one's own says if it isn't told, if it looks at several
   * rows at once or if applying it again moves a row further.
   */
  default @Nullable RowConstraint ofRows(Shape shape) {
    return null;
  }
}
