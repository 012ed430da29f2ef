package dev.inlay.cli.yaml;

/**
 * Where something stands in a file.
 *
 * @param line counted from 1
 * @param column counted from 1
 */
public record Place(String file, int line, int column) {
  /** A complaint about what stands here. */
  public IllegalArgumentException error(String message) {
    return new IllegalArgumentException(this + ": " + message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
