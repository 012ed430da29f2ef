package dev.inlay.estimator;

import java.time.Duration;

/** When something that goes by steps or by time is due again. */
final class Timer {
  private final long steps;
  private final long nanos;
  private long lastStep;
  private long lastTime;

  /**
   * Counts from a step and from now.
   *
   * @param steps after how many it is due; 0 to go by time
   * @param time after how much it is due; zero for never
   */
  Timer(long steps, Duration time, long start) {
    this.steps = steps;
    this.nanos = time.toNanos();
    reset(start);
  }

  boolean isDue(long step) {
    return steps > 0
        ? step - lastStep >= steps
        : nanos > 0 && System.nanoTime() - lastTime >= nanos;
  }

  /** Counts anew. */
  void reset(long step) {
    lastStep = step;
    lastTime = System.nanoTime();
  }

  long lastStep() {
    return lastStep;
  }

  double secondsSinceReset() {
    return (System.nanoTime() - lastTime) / 1e9;
  }
}
