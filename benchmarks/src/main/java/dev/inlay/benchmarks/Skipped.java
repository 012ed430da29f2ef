package dev.inlay.benchmarks;

/** Something can't be measured here; the message says why, in a line. */
final class Skipped extends Exception {
  private static final long serialVersionUID = 1;

  Skipped(String reason) {
    super(reason);
  }
}
