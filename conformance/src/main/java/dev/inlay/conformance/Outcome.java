package dev.inlay.conformance;

/** What came of a case. */
sealed interface Outcome {
  record Passed() implements Outcome {}

  /** The answer differs, or the case can't be read. */
  record Failed(String why) implements Outcome {}

  /** Inlay has no such class or setting. */
  record Unsupported(String what) implements Outcome {}
}
