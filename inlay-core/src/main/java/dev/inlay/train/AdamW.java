package dev.inlay.train;

/** Adam with weights that decay apart from the gradients (Loshchilov and Hutter 2017). */
public final class AdamW {
  private static final float WEIGHT_DECAY = 0.004f;

  private AdamW() {}

  /** Keras's: {@link Adam#of()} with a weight decay of 0.004. */
  public static Optimizer of() {
    return Adam.of().withWeightDecay(WEIGHT_DECAY);
  }

  public static Optimizer of(float learningRate) {
    return Adam.of(learningRate).withWeightDecay(WEIGHT_DECAY);
  }

  public static Optimizer of(LearningRate learningRate, float weightDecay) {
    return Adam.of(learningRate).withWeightDecay(weightDecay);
  }
}
