package dev.inlay.kernel;

/** Says whether a loop in vectors has been rehearsed; it is when enough have asked. */
final class Gate {
  /**
   * Who asks as often will ask again. A short job, as a prediction for one row, ends before, and
   * has the processors for itself.
   */
  private static final int OFTEN = 32;

  private final Warmup warmup;
  private final Warmup.Rehearsal rehearsal;
  private final int loops;

  /** Roughly how often somebody asked: threads may overwrite each other's counts. */
  private int count;

  private volatile boolean asked;
  private volatile boolean open;

  Gate(Warmup warmup, Warmup.Rehearsal rehearsal) {
    this(warmup, 1, rehearsal);
  }

  /**
   * Where one run takes several loops, as a product that is done in tiles.
   *
   * @param loops how many
   */
  Gate(Warmup warmup, int loops, Warmup.Rehearsal rehearsal) {
    this.warmup = warmup;
    this.loops = loops;
    this.rehearsal = rehearsal;
  }

  boolean isOpen() {
    return open || ask();
  }

  private boolean ask() {
    if (!asked && ++count >= OFTEN) {
      synchronized (this) {
        if (!asked) {
          asked = true;
          warmup.ask(rehearsal, loops, () -> open = true);
        }
      }
    }
    return open;
  }
}
