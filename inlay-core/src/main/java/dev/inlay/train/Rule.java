package dev.inlay.train;

import dev.inlay.engine.UpdateRule;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Updates;

/** An optimizer's arithmetic at work: what the engine calls, and what goes on between steps. */
interface Rule extends UpdateRule {
  /** The loops that all rules use. */
  Updates UPDATES = Kernels.best().updates();

  /** The arithmetic of an optimizer. */
  static Rule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Adam o -> new AdamRule(o);
      case Adagrad o -> new AdagradRule(o.epsilon(), o.epsilonOutside());
      case Ftrl o -> new FtrlRule(o);
      case RmsProp o -> new RmsPropRule(o);
      case Sgd o when o.momentum() == 0 -> new SgdRule();
      case Sgd o -> new MomentumRule(o.momentum(), o.nesterov());
    };
  }

  /** Whether weights or slots move at gradients of zero, so that rows not seen must catch up. */
  boolean drifts();

  /**
   * The number that {@link #update} finds in {@code hyper[0]}.
   *
   * @param step which step this is, from 1
   */
  default float pace(int step, float learningRate) {
    return learningRate;
  }

  /** A step with this pace was made. */
  default void made(int step, float pace) {}

  /** All rows have seen all steps up to this one; older ones are never asked for again. */
  default void restart(int step) {}

  /** Makes squares gradients that have them as their squares. */
  static void toRoots(float[] squares, int from, int n) {
    for (int i = from; i < from + n; i++) {
      squares[i] = (float) Math.sqrt(squares[i]);
    }
  }
}
