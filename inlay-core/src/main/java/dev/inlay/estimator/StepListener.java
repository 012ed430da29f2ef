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

  /** The same as a hook. */
  default Hook hook() {
    return context ->
        new Hook.Observer() {
          @Override
          public void afterStep(double loss) {
            StepListener.this.afterStep(context.globalStep(), loss);
          }
        };
  }
}
