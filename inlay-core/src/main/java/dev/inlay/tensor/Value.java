package dev.inlay.tensor;

/** What a column of a batch holds: a {@link Tensor}, or rows of different lengths. */
public sealed interface Value permits Tensor, Ragged {
  /** The type of the elements. */
  DType dtype();

  /** The number of rows: the length of the first axis. */
  int rows();

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive), copied. */
  Value rows(int from, int to);

  /** The given rows in the given order, copied; an index may stand more than once. */
  Value take(int[] rows);
}
