package dev.inlay.kernel;

/** Says whether a loop in vectors has been rehearsed; the first who asks has it rehearsed. */
final class Gate {
  private final Warmup warmup;
  private final Warmup.Rehearsal rehearsal;
  private volatile boolean asked;
  private volatile boolean open;

  Gate(Warmup warmup, Warmup.Rehearsal rehearsal) {
    this.warmup = warmup;
    this.rehearsal = rehearsal;
  }

  boolean isOpen() {
    return open || ask();
  }

  private boolean ask() {
    if (!asked) {
      synchronized (this) {
        if (!asked) {
          asked = true;
          warmup.ask(rehearsal, () -> open = true);
        }
      }
    }
    return open;
  }
}
