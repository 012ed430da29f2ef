package dev.inlay.train;

/**
 * Half a cosine again and again (Loshchilov and Hutter 2016).
 *
 * @param firstDecaySteps how long the first fall takes
 * @param tMul how many times longer each fall is than the one before
 * @param mMul how many times higher each fall begins than the one before
 * @param alpha where falls end, as a share of the initial rate
 */
public record CosineDecayRestarts(
    float initialLearningRate, int firstDecaySteps, float tMul, float mMul, float alpha)
    implements LearningRate {
  public CosineDecayRestarts {
    Settings.positive("first decay steps", firstDecaySteps);
    if (!(tMul >= 1)) {
      throw new IllegalArgumentException("tMul is 1 or more, got " + tMul);
    }
  }

  /** Each fall twice as long as the one before, from the same height down to 0. */
  public static CosineDecayRestarts of(float initialLearningRate, int firstDecaySteps) {
    return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, 2, 1, 0);
  }

  @Override
  public float at(int step) {
    int begun = 0;
    double length = firstDecaySteps;
    double from = 0;
    if (tMul == 1) {
      begun = step / firstDecaySteps;
      from = (double) begun * firstDecaySteps;
    } else {
      while (step >= from + length) {
        from += length;
        length *= tMul;
        begun++;
      }
    }
    double wave = (1 + Math.cos(Math.PI * (step - from) / length)) / 2 * Math.pow(mMul, begun);
    return (float) (initialLearningRate * ((1 - alpha) * wave + alpha));
  }
}
