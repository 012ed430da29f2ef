package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import java.util.Locale;

/** Says how training goes, in TensorFlow's words. */
final class StepLog {
  private static final double NANOS = 1e9;

  private final int every;
  private long next = Long.MIN_VALUE;
  private long since;
  private double last;
  private boolean any;

  /**
   * Nothing said yet.
   *
   * @param every after how many steps a line is due; 0 for never
   */
  StepLog(int every) {
    this.every = every;
  }

  /**
   * A step was made.
   *
   * @param step its number, counted from 0
   */
  void step(long step, double loss) {
    last = loss;
    any = true;
    if (every == 0 || step < next) {
      return;
    }
    long now = System.nanoTime();
    double seconds = (now - since) / NANOS;
    String speed =
        next == Long.MIN_VALUE
            ? ""
            : String.format(
                Locale.ROOT, " (%.3f sec; global_step/sec: %.4g)", seconds, every / seconds);
    Driver.LOG.log(INFO, () -> "loss = " + (float) loss + ", step = " + step + speed);
    since = now;
    next = step + every;
  }

  void end() {
    if (any) {
      Driver.LOG.log(INFO, () -> "loss of the final step: " + (float) last);
    }
  }
}
