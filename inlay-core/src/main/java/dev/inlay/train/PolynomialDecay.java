package dev.inlay.train;

/**
 * From initial to end within decaySteps: (initial - end) (1 - step / decaySteps)^power + end.
 *
 * @param cycle whether it begins anew, with a longer way, each time the end is reached
 */
public record PolynomialDecay(
    float initialLearningRate, int decaySteps, float endLearningRate, float power, boolean cycle)
    implements LearningRate {
  public PolynomialDecay {
    Settings.positive("decay steps", decaySteps);
  }

  /** In a straight line to 0.0001, where it stays. */
  public static PolynomialDecay of(float initialLearningRate, int decaySteps) {
    return new PolynomialDecay(initialLearningRate, decaySteps, 0.0001f, 1, false);
  }

  public PolynomialDecay withEndLearningRate(float end) {
    return new PolynomialDecay(initialLearningRate, decaySteps, end, power, cycle);
  }

  public PolynomialDecay withPower(float exponent) {
    return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, exponent, cycle);
  }

  public PolynomialDecay withCycle(boolean value) {
    return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, value);
  }

  @Override
  public float at(int step) {
    double length =
        cycle ? decaySteps * Math.max(1, Math.ceil((double) step / decaySteps)) : decaySteps;
    double left = 1 - Math.min(step, length) / length;
    return (float)
        ((initialLearningRate - endLearningRate) * Math.pow(left, power) + endLearningRate);
  }
}
