package dev.inlay.tensor;

/** What the numbers of a weight or of an optimizer's slot lie in: rows of one width. */
public sealed interface Storage permits Table, Bytes {
  long rows();

  /** Numbers in a row. */
  int width();

  /** The number of numbers in all. */
  default long size() {
    return rows() * width();
  }

  /** How much memory they take. */
  long byteSize();

  /** One number. */
  float at(long row, int column);

  /** Copies {@code count} rows from {@code row} on out to {@code to[at]} and what follows. */
  void read(long row, int count, float[] to, int at);

  /**
   * Copies all numbers from another storage of the same kind and size.
   *
   * @throws IllegalArgumentException if it is another
   */
  void copyFrom(Storage other);

  /** A copy. */
  Storage copy();
}
