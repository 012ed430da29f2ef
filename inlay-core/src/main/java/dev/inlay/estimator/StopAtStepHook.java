package dev.inlay.estimator;

/**
 * Ends a training after a number of steps: TensorFlow's hook of this name.
 *
 * @param steps more than have been made, or up to
 */
public record StopAtStepHook(Steps steps) implements Hook {
  /** After so many steps of this training. */
  public static StopAtStepHook ofSteps(long more) {
    return new StopAtStepHook(Steps.of(more));
  }

  /** When the estimator has made so many steps in its life. */
  public static StopAtStepHook ofLastStep(long last) {
    return new StopAtStepHook(Steps.max(last));
  }

  @Override
  public Observer start(RunContext context) {
    long end = steps.end(context.globalStep());
    return new Observer() {
      @Override
      public void begin() {
        stopAtTheEnd();
      }

      @Override
      public void afterStep(double loss) {
        stopAtTheEnd();
      }

      private void stopAtTheEnd() {
        if (context.globalStep() >= end) {
          context.requestStop();
        }
      }
    };
  }
}
