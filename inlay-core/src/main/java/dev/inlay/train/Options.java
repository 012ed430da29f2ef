package dev.inlay.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer may do beside its own arithmetic: Keras's common arguments. They are done in
 * this order: gradients are summed up over steps, clipped, weights decay, the optimizer moves them,
 * and their average follows.
 *
 * @param weightDecay the share of itself, times the learning rate, that a weight loses at each step
 * @param withoutWeightDecay regular expressions; a weight in whose path one is found doesn't decay
 * @param ema how an average of each weight is kept; null for none
 * @param accumulationSteps over how many steps gradients are averaged before weights move; 1 for
 *     every step
 * @param lossScale what gradients given from outside were multiplied by; a model's own are of the
 *     loss as it is, for 32-bit floats need no scaling
 */
public record Options(
    float weightDecay,
    List<String> withoutWeightDecay,
    Clipping clipping,
    @Nullable Ema ema,
    int accumulationSteps,
    LossScale lossScale) {
  /** Nothing of this. */
  public static final Options NONE =
      new Options(0, List.of(), Clipping.NONE, null, 1, LossScale.NONE);

  /** How gradients are kept small. */
  public record Clipping(Kind kind, float limit) {
    static final Clipping NONE = new Clipping(Kind.NONE, 0);

    /** What is kept small. */
    public enum Kind {
      NONE,
      /** Each number. */
      VALUE,
      /** The norm of each weight's gradient. */
      NORM,
      /** The norm of all gradients together. */
      GLOBAL_NORM
    }

    public Clipping {
      Settings.notNegative("the limit of clipping", limit);
    }
  }

  /**
   * An average of weights over steps, a = momentum a + (1 - momentum) w, that begins with the first
   * step's weights.
   *
   * @param overwriteFrequency after how many steps the weights are set to it, again and again; 0
   *     for never. At the end of a fit they are in any case
   */
  public record Ema(float momentum, int overwriteFrequency) {
    public Ema {
      if (!(momentum >= 0 && momentum <= 1)) {
        throw new IllegalArgumentException(
            "the average's momentum is from 0 to 1, got " + momentum);
      }
      if (overwriteFrequency < 0) {
        throw new IllegalArgumentException(
            "weights are overwritten every 1 or more steps, or 0 for never, got "
                + overwriteFrequency);
      }
    }
  }

  /**
   * How gradients were scaled.
   *
   * @param factor at first
   * @param growthSteps if not 0, the factor doubles after so many steps of finite gradients, and
   *     halves whenever one isn't finite, in a step that is then not made
   */
  public record LossScale(float factor, int growthSteps) {
    static final LossScale NONE = new LossScale(1, 0);

    public LossScale {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("a loss's scale is more than 0, got " + factor);
      }
    }
  }

  public Options {
    Settings.notNegative("weight decay", weightDecay);
    withoutWeightDecay = List.copyOf(withoutWeightDecay);
    Settings.positive("steps of accumulation", accumulationSteps);
  }

  Options withWeightDecay(float rate, List<String> except) {
    return new Options(rate, except, clipping, ema, accumulationSteps, lossScale);
  }

  Options withClipping(Clipping.Kind kind, float limit) {
    return new Options(
        weightDecay,
        withoutWeightDecay,
        new Clipping(kind, limit),
        ema,
        accumulationSteps,
        lossScale);
  }

  Options withEma(Ema average) {
    return new Options(
        weightDecay, withoutWeightDecay, clipping, average, accumulationSteps, lossScale);
  }

  Options withAccumulationSteps(int steps) {
    return new Options(weightDecay, withoutWeightDecay, clipping, ema, steps, lossScale);
  }

  Options withLossScale(LossScale scale) {
    return new Options(weightDecay, withoutWeightDecay, clipping, ema, accumulationSteps, scale);
  }
}
