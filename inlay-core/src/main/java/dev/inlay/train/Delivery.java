package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.graph.Gradient;

/** How gradients come to the weights that they move. */
final class Delivery {
  private Delivery() {}

  /** Whether gradients are handed over, each in one piece, for an {@link Item} to move weights. */
  static boolean isHanded(Mover mover, Optimizer optimizer) {
    return mover.hasAim() || WholeStep.isWanted(optimizer);
  }

  /** How a gradient moves a weight by a rule, in an optimizer's name. */
  static Slots.Sparse of(Gradient gradient, Mover mover, Optimizer optimizer, Rule rule) {
    Options options = optimizer.options();
    return isHanded(mover, optimizer)
        ? handed(gradient, mover, options, rule)
        : byRows(gradient, rows(mover, options), rule);
  }

  /** Of one that is handed over: all of it, or the rows seen. */
  private static Slots.Sparse handed(Gradient gradient, Mover mover, Options options, Rule rule) {
    Slots.Sparse sparse = byRows(gradient, mover.optimizer().rows(), rule);
    boolean rows = sparse == Slots.Sparse.LAZY || sparse == Slots.Sparse.EXACT;
    // An aim knows what becomes of rows that aren't seen, but not when averages take over.
    Options.Ema ema = options.ema();
    boolean overwritten = ema != null && ema.overwriteFrequency() > 0;
    boolean all = mover.optimizer() instanceof Muon || (mover.hasAim() && overwritten);
    return rows && !all ? sparse : Slots.Sparse.WHOLE;
  }

  /** On TensorFlow, gradients that are clipped by their common norm are summed before they move. */
  private static Rows rows(Mover mover, Options options) {
    Rows rows = mover.optimizer().rows();
    boolean summed = options.clipping().kind() == Options.Clipping.Kind.GLOBAL_NORM;
    return rows == Rows.KERAS_ON_TENSORFLOW && summed ? Rows.DENSE : rows;
  }

  private static Slots.Sparse byRows(Gradient gradient, Rows rows, Rule rule) {
    return switch (gradient) {
      case Gradient.Dense _ -> Slots.Sparse.DENSE;
      case Gradient.Rows _ ->
          switch (rows) {
            case LAZY -> Slots.Sparse.LAZY;
            case EXACT -> rule.drifts() ? Slots.Sparse.EXACT : Slots.Sparse.LAZY;
            case DENSE -> Slots.Sparse.DENSE;
            case KERAS_ON_TENSORFLOW -> Slots.Sparse.APART;
          };
    };
  }
}
