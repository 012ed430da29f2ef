package dev.inlay.train;

import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Constraint;
import dev.inlay.layer.RowConstraint;
import dev.inlay.train.OptimizerPart.Way;
import org.jspecify.annotations.Nullable;

/**
 * A weight that an optimizer moves, where it stands, by what, and what it obeys.
 *
 * @param path its place in the model
 * @param constraint null if there is none
 */
record MovedWeight(
    Variable variable, String path, Gradient gradient, @Nullable Constraint constraint) {
  /**
   * Who moves it in an optimizer's name. Under a constraint all rows move at each step, unless it
   * is one for the rows that move, or they do so anyway.
   */
  Mover mover(Optimizer optimizer, OptimizerPart part) {
    Mover mover = Mover.of(optimizer, path, variable.shape());
    boolean all =
        constraint != null
            && mover.optimizer().rows() != Rows.KERAS_ON_TENSORFLOW
            && ofRows(mover, optimizer, part) == null;
    return all ? mover.ofAllRows() : mover;
  }

  /** The constraint for the rows that move, if applying it to these is enough; else null. */
  @Nullable RowConstraint ofRows(Mover mover, Optimizer optimizer, OptimizerPart part) {
    boolean rows = gradient instanceof Gradient.Rows && !Delivery.isHanded(mover, optimizer);
    RowConstraint own = constraint == null || !rows ? null : constraint.ofRows(variable.shape());
    if (own == null) {
      return null;
    }
    Rule rule = new Way(mover, part.weightDecay(mover, path) != 0, part.options).rule;
    return ConstrainedRule.suffices(rule, own, mover.optimizer().rows()) ? own : null;
  }
}
