package dev.inlay.layer;

import dev.inlay.graph.Variable;

/** A rule that a weight obeys: applied to the whole weight after each update. */
public interface Constraint {
  /** Moves the values to the nearest (or a near) place that obeys the rule. */
  void apply(Variable variable);
}
