package dev.inlay.train;

import java.util.Map;

/**
 * Sets the learning rate at the beginning of each epoch, and notes it in the logs as {@code
 * learning_rate}. For rates that are functions of the step, give the optimizer a schedule.
 *
 * @param schedule gives the rate of an epoch
 */
public record LearningRateScheduler(Schedule schedule) implements Callback {
  /** The learning rate of an epoch. */
  @FunctionalInterface
  public interface Schedule {
    /**
     * Gives the rate of an epoch.
     *
     * @param epoch counted from 0
     * @param rate the present rate
     */
    float at(int epoch, float rate);
  }

  public static LearningRateScheduler of(Schedule schedule) {
    return new LearningRateScheduler(schedule);
  }

  @Override
  public Observer start(Training training) {
    return new Observer() {
      @Override
      public void epochBegin(int epoch) {
        training.learningRate(schedule.at(epoch, training.learningRate()));
      }

      @Override
      public void epochEnd(int epoch, Map<String, Double> logs) {
        logs.put(Callback.LEARNING_RATE, (double) training.learningRate());
      }
    };
  }
}
