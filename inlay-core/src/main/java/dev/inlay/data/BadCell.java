package dev.inlay.data;

/** Says what is wrong with a value; the place is added on the way up. */
final class BadCell extends IllegalArgumentException {
  BadCell(String message) {
    super(message);
  }

  /** Rows may be bad by the million, and nobody looks at where this was thrown. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
