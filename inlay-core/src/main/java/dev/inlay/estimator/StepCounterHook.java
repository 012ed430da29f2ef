package dev.inlay.estimator;

import java.time.Duration;
import java.util.function.DoubleConsumer;

/**
 * Counts steps a second and tells somebody: TensorFlow's hook of this name.
 *
 * @param steps after how many steps; 0 to go by time
 * @param every after how much time
 * @param listener is told the speed
 */
public record StepCounterHook(int steps, Duration every, DoubleConsumer listener) implements Hook {
  /** Every so many steps. */
  public static StepCounterHook ofSteps(int steps, DoubleConsumer listener) {
    return new StepCounterHook(steps, Duration.ZERO, listener);
  }

  @Override
  public Observer start(RunContext context) {
    var timer = new Timer(steps, every, context.globalStep());
    return new Observer() {
      @Override
      public void begin() {
        timer.reset(context.globalStep());
      }

      @Override
      public void afterStep(double loss) {
        long step = context.globalStep();
        if (timer.isDue(step)) {
          listener.accept((step - timer.lastStep()) / timer.secondsSinceReset());
          timer.reset(step);
        }
      }
    };
  }
}
