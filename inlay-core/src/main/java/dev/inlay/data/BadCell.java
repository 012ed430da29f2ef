package dev.inlay.data;

/** Says what is wrong with a cell of a file; the place is added on the way up. */
final class BadCell extends RuntimeException {
  BadCell(String message) {
    super(message, null, false, false);
  }
}
