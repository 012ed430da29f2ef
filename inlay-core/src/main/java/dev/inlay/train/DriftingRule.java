package dev.inlay.train;

/** A rule whose weights go on by a mean of past gradients where there are none. */
interface DriftingRule extends Rule {
  /** Where they go. */
  Drift drift();

  @Override
  default boolean drifts() {
    return true;
  }

  @Override
  default boolean goesOneWay() {
    return true;
  }

  @Override
  default void made(int step, float[] hyper) {
    drift().made(step, hyper[0], hyper[KEPT]);
  }

  @Override
  default long bytes(int steps) {
    return drift().bytes(steps);
  }

  @Override
  default void restart(int step) {
    drift().restart(step);
  }
}
