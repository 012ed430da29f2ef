package dev.inlay.train;

/**
 * initial / (1 + rate · step / decaySteps).
 *
 * @param staircase whether step / decaySteps is cut to a whole number
 */
public record InverseTimeDecay(
    float initialLearningRate, int decaySteps, float decayRate, boolean staircase)
    implements LearningRate {
  public InverseTimeDecay {
    Settings.positive("decay steps", decaySteps);
  }

  /** Falls smoothly. */
  public static InverseTimeDecay of(float initialLearningRate, int decaySteps, float decayRate) {
    return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, false);
  }

  public InverseTimeDecay withStaircase(boolean value) {
    return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, value);
  }

  @Override
  public float at(int step) {
    double p = (double) step / decaySteps;
    return (float) (initialLearningRate / (1 + decayRate * (staircase ? Math.floor(p) : p)));
  }
}
