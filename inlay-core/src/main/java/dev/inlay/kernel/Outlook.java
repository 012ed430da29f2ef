package dev.inlay.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * How much plain loops will still have to do, as far as anybody knows. Jobs look at their steps
 * after the first, second, fourth and so on: a step costs a comparison, and shares nothing.
 */
final class Outlook {
  /**
   * Floats that a plain loop may do in the time that its twin in vectors costs: about a second, of
   * which the JIT takes a part, and others wait for theirs to be compiled meanwhile.
   */
  static final long PRICE = 1_000_000_000;

  private final List<Job> jobs = new ArrayList<>();

  /** Steps of jobs that have ended. */
  private long made;

  private volatile long enough = Gate.WORTH;

  /**
   * How many floats make a plain loop's twin worth its rehearsal, if it has done them by now: those
   * which it will do at this rate are worth the price, or those that it has done, as whoever fits
   * over and over will do so again. If nobody knows what is to come, a few.
   */
  long enough() {
    return enough;
  }

  /** See {@link Kernels#job}. */
  synchronized Job begin(long steps) {
    // A job whose end nobody knows is taken to go on for long.
    Job job = new Job(this, steps < 0 ? Long.MAX_VALUE : steps);
    jobs.add(job);
    look();
    return job;
  }

  synchronized void ahead(Job job, long steps) {
    job.ahead(steps);
    look();
  }

  synchronized void end(Job job) {
    if (jobs.remove(job)) {
      made += job.made();
      look();
    }
  }

  private void look() {
    double past = made;
    double coming = 0;
    for (Job job : jobs) {
      past += job.ahead();
      coming += Math.max(0, job.steps() - job.ahead());
    }
    enough =
        jobs.isEmpty() ? Gate.WORTH : Math.clamp((long) (PRICE * past / coming), Gate.WORTH, PRICE);
  }
}
