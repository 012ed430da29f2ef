package dev.inlay.kernel;

/**
 * Says whether a loop in vectors has been rehearsed; it is when its plain twin has done enough, by
 * what {@link Outlook} says of the steps to come. So a short job has the processors for itself, and
 * in a longer one the loops that take the most come first.
 */
final class Gate {
  /**
   * Floats with which a plain loop is busy for some tenths of a millisecond: if nobody knows when
   * the job ends, it is taken to go on for long, and whatever counts is rehearsed from the start.
   * Fewer are not worth it however many come.
   */
  static final long WORTH = 300_000;

  /** Floats in the time of a call. */
  private static final int CALL = 32;

  /** Floats in the time of an exponential function. */
  static final long EXP = 8;

  /** Floats in the time in which a row of a table is found. */
  static final long ROW = 16;

  /** Multiply-adds of a product in the time of a float. */
  static final long PRODUCTS = 8;

  private final Warmup warmup;
  private final Warmup.Rehearsal rehearsal;

  /** Roughly what plain loops have done: threads may overwrite each other's counts. */
  private long done;

  private volatile boolean asked;
  private volatile boolean open;

  Gate(Warmup warmup, Warmup.Rehearsal rehearsal) {
    this.warmup = warmup;
    this.rehearsal = rehearsal;
  }

  /**
   * Whether to take the loop in vectors.
   *
   * @param floats how many there are to do, in the time of a sum of two
   */
  boolean isOpen(long floats) {
    return open || ask(floats);
  }

  private boolean ask(long floats) {
    if (!asked) {
      done += CALL + floats;
      if (done >= warmup.outlook().enough()) {
        ask();
      }
    }
    return open;
  }

  private synchronized void ask() {
    if (!asked) {
      asked = true;
      warmup.ask(rehearsal, () -> open = true);
    }
  }
}
