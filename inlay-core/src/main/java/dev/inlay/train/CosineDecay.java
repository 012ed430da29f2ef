package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * Half a cosine from the initial rate down to alpha times it (Loshchilov and Hutter 2016), after a
 * straight rise if there is a warm-up.
 *
 * @param alpha where it ends, as a share of the rate from which it falls
 * @param warmupTarget where the rise ends and the fall begins; null for no warm-up
 * @param warmupSteps how long the rise takes
 */
public record CosineDecay(
    float initialLearningRate,
    int decaySteps,
    float alpha,
    @Nullable Float warmupTarget,
    int warmupSteps)
    implements LearningRate {
  public CosineDecay {
    Settings.positive("decay steps", decaySteps);
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("warm-up steps are 0 or more, got " + warmupSteps);
    }
  }

  /** Down to 0. */
  public static CosineDecay of(float initialLearningRate, int decaySteps) {
    return new CosineDecay(initialLearningRate, decaySteps, 0, null, 0);
  }

  public CosineDecay withAlpha(float share) {
    return new CosineDecay(initialLearningRate, decaySteps, share, warmupTarget, warmupSteps);
  }

  public CosineDecay withWarmup(float target, int steps) {
    return new CosineDecay(initialLearningRate, decaySteps, alpha, target, steps);
  }

  @Override
  public float at(int step) {
    Float target = warmupTarget;
    if (target == null) {
      return fall(initialLearningRate, step);
    }
    if (step >= warmupSteps) {
      return fall(target, step - warmupSteps);
    }
    double risen = (double) step / warmupSteps;
    return (float) ((target - initialLearningRate) * risen + initialLearningRate);
  }

  private float fall(float from, int step) {
    double p = (double) Math.min(step, decaySteps) / decaySteps;
    return (float) (from * ((1 - alpha) * (1 + Math.cos(Math.PI * p)) / 2 + alpha));
  }
}
