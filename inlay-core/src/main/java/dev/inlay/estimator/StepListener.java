package dev.inlay.estimator;

/** Is told of each step of a training. */
@FunctionalInterface
public interface StepListener {
  /**
   * A step was made.
   *
   * @param globalStep how many steps the estimator has made in its life, this one among them
   * @param loss the batch's, with the weights from before the step
   */
  void afterStep(long globalStep, double loss);
}
