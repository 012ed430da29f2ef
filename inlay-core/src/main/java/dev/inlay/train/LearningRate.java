package dev.inlay.train;

/** How far a step goes: the same for all steps, or a schedule, a function of the step. */
@FunctionalInterface
public interface LearningRate {
  /**
   * The rate of a step.
   *
   * @param step how many steps were made before: 0 for the first, as Keras counts
   */
  float at(int step);

  /** The same rate at every step. */
  static LearningRate of(float rate) {
    return new Constant(rate);
  }

  /** The same rate at every step. */
  record Constant(float rate) implements LearningRate {
    public Constant {
      if (!(rate >= 0) || Float.isInfinite(rate)) {
        throw new IllegalArgumentException("a learning rate is 0 or more and finite, got " + rate);
      }
    }

    @Override
    public float at(int step) {
      return rate;
    }
  }
}
