package dev.inlay.train;

/**
 * initial · rate^(step / decaySteps).
 *
 * @param staircase whether the exponent is cut to a whole number
 */
public record ExponentialDecay(
    float initialLearningRate, int decaySteps, float decayRate, boolean staircase)
    implements LearningRate {
  public ExponentialDecay {
    Settings.positive("decay steps", decaySteps);
  }

  /** Falls smoothly. */
  public static ExponentialDecay of(float initialLearningRate, int decaySteps, float decayRate) {
    return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, false);
  }

  public ExponentialDecay withStaircase(boolean value) {
    return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, value);
  }

  @Override
  public float at(int step) {
    double p = (double) step / decaySteps;
    return (float) (initialLearningRate * Math.pow(decayRate, staircase ? Math.floor(p) : p));
  }
}
