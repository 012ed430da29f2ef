package dev.inlay.conformance;

/** An answer that isn't the reference's. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1;

  Mismatch(String message) {
    super(message);
  }
}
