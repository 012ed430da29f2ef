package dev.inlay.train;

import java.util.Map;

/**
 * Something that is told of the events of a fit and may act on them. Callbacks are settings; {@link
 * #start} gives the observer of one fit:
 *
 * <pre>{@code
 * Callback.onEpochEnd((training, epoch, logs) -> {
 *   if (logs.get("loss") < 0.1) training.stop();
 * })
 * }</pre>
 */
@FunctionalInterface
public interface Callback {
  /** What callbacks that set it note in an epoch's logs: the rate of its last step. */
  String LEARNING_RATE = "learning_rate";

  /** A fit begins: gives who shall be told of it. */
  Observer start(Training training);

  /** A callback for the end of epochs alone. */
  static Callback onEpochEnd(EpochEnd action) {
    return training ->
        new Observer() {
          @Override
          public void epochEnd(int epoch, Map<String, Double> logs) {
            action.accept(training, epoch, logs);
          }
        };
  }

  /** What to do at the end of an epoch. */
  @FunctionalInterface
  interface EpochEnd {
    void accept(Training training, int epoch, Map<String, Double> logs);
  }

  /**
   * Is told of one fit. Logs hold the loss first, then metrics, as means over the epoch so far;
   * with validation data {@code epochEnd} has them again as {@code val_…}. What an observer adds to
   * the logs at the end of an epoch is seen by those after it, and in the history. Epochs and
   * batches are counted from 0.
   */
  interface Observer {
    default void trainBegin() {}

    default void epochBegin(int epoch) {}

    default void batchBegin(int batch) {}

    /**
     * A loss or gradient was a NaN or an infinity, so the step was not made. If nobody wants the
     * fit to end in peace, it ends with an exception.
     *
     * @param what where the number came from, and what to try
     * @return whether the fit shall end in peace
     */
    default boolean nonFinite(int batch, String what) {
      return false;
    }

    default void batchEnd(int batch, Map<String, Double> logs) {}

    /** Validation, or an evaluation, begins. */
    default void testBegin() {}

    default void testBatchEnd(int batch, Map<String, Double> logs) {}

    default void testEnd(Map<String, Double> logs) {}

    default void epochEnd(int epoch, Map<String, Double> logs) {}

    /** The last event of a fit, also of one that was stopped. */
    default void trainEnd() {}
  }
}
