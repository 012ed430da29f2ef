package dev.inlay.train;

import dev.inlay.engine.UpdateRule;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Moments;
import dev.inlay.kernel.Updates;

/** An optimizer's arithmetic at work: what the engine calls, and what goes on between steps. */
interface Rule extends UpdateRule {
  /** The loops that all rules use. */
  Updates UPDATES = Kernels.best().updates();

  /** Those of Adam and its kin. */
  Moments MOMENTS = Kernels.best().moments();

  /** How many numbers a rule may want for a step. */
  int NUMBERS = 8;

  /** Where among these the share stands that weights keep of themselves: 1 if none decay. */
  int KEPT = NUMBERS - 1;

  /** Room for a step's numbers, of weights that don't decay. */
  static float[] numbers() {
    float[] numbers = new float[NUMBERS];
    numbers[KEPT] = 1;
    return numbers;
  }

  /** The arithmetic of an optimizer. */
  static Rule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Adadelta o -> new AdadeltaRule(o);
      case Adam o -> new AdamRule(o);
      case Adamax o -> new AdamaxRule(o);
      case Adagrad o when o.rowwise() -> new RowwiseAdagradRule(o);
      case Adagrad o -> new AdagradRule(o.epsilon(), o.epsilonOutside());
      case Ftrl o -> new FtrlRule(o);
      case Adafactor o -> new AdafactorRule(o);
      case Lamb o -> new LambRule(o);
      case Muon _ -> new MuonRule();
      case Lion o -> new LionRule(o);
      case MultiOptimizer _ -> throw new IllegalArgumentException("several optimizers, no rule");
      case Nadam o -> new NadamRule(o);
      case ProximalAdagrad o -> new ProximalRule(o.l1(), o.l2(), true);
      case ProximalGradientDescent o -> new ProximalRule(o.l1(), o.l2(), false);
      case RmsProp o -> new RmsPropRule(o);
      case ScheduleFreeAdamW o -> new ScheduleFreeRule(o);
      case Sgd o when o.momentum() == 0 -> new SgdRule();
      case Sgd o -> new MomentumRule(o.momentum(), o.nesterov());
      case Tuned o -> of(o.optimizer());
    };
  }

  /** Whether weights or slots move at gradients of zero, so that rows not seen must catch up. */
  boolean drifts();

  /**
   * Whether weights stay where they are without gradients, whatever becomes of slots. If not,
   * {@link #catchUp} sees to their decay, by what {@link #made} has seen at {@link #KEPT}.
   */
  default boolean stays() {
    return false;
  }

  /**
   * Whether without gradients each weight stays or goes one way, and besides keeps a share of
   * itself at each step.
   */
  default boolean goesOneWay() {
    return stays();
  }

  /**
   * Writes what {@link #update} wants to know of a step into {@code hyper}; the learning rate alone
   * unless a rule wants more.
   *
   * @param step which step this is, from 1
   */
  default void prepare(int step, float learningRate, float[] hyper) {
    hyper[0] = learningRate;
  }

  /** A step with these numbers was made. */
  default void made(int step, float[] hyper) {}

  /**
   * Bytes of what it keeps of steps, so that rows can catch up with them.
   *
   * @param steps of how many at most; 0 if no rows catch up
   */
  default long bytes(int steps) {
    return 0;
  }

  /** How many numbers there is room for where steps from 0 to this one are kept, if any are. */
  static int room(int steps) {
    return steps == 0 ? 0 : Math.max(1 << 12, Integer.highestOneBit(steps - 1) * 2) + 1;
  }

  /** All rows have seen all steps up to this one; older ones are never asked for again. */
  default void restart(int step) {}

  /** Makes squares gradients that have them as their squares. */
  static void toRoots(float[] squares, int from, int n) {
    for (int i = from; i < from + n; i++) {
      squares[i] = (float) Math.sqrt(squares[i]);
    }
  }
}
