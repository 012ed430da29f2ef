package dev.inlay.estimator;

import dev.inlay.model.NonFiniteLossException;

/**
 * Something that takes part in a training, an evaluation or a prediction: TensorFlow's session run
 * hooks. Hooks are settings; {@link #start} gives the observer of one run:
 *
 * <pre>{@code
 * Hook stop = context -> new Hook.Observer() {
 *   public void afterStep(double loss) {
 *     if (loss < 0.1) context.requestStop();
 *   }
 * };
 * estimator.train(input, Steps.of(10_000), stop);
 * }</pre>
 */
@FunctionalInterface
public interface Hook {
  /** A run begins: gives who takes part in it. */
  Observer start(RunContext context);

  /** Takes part in one run; it is told of all this in the order below. */
  interface Observer {
    /** Weights are in place, no batch has been read. */
    default void begin() {}

    /** A batch is about to be run. */
    default void beforeStep() {}

    /**
     * A batch was run.
     *
     * @param loss the batch's; in training with the weights from before the step, in a prediction
     *     NaN
     */
    default void afterStep(double loss) {}

    /**
     * A step couldn't be made, for the loss isn't finite.
     *
     * @return whether the run shall end without an error
     */
    default boolean notFinite(NonFiniteLossException error) {
      return false;
    }

    /** The run ended well. */
    default void end() {}

    /** The last event, whether the run ended well or not: gives back what was taken. */
    default void close() {}
  }
}
