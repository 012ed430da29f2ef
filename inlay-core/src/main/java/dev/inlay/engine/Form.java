package dev.inlay.engine;

import java.util.Arrays;

/**
 * A node's shape as the engine sees it: all axes known, but the first may stand for each row of the
 * batch.
 *
 * @param rows whether axis 0 is {@code dims[0]} times the number of rows in the batch
 * @param dims the lengths of the axes; not to be written to
 */
record Form(boolean rows, int[] dims) {
  int rank() {
    return dims.length;
  }

  /** Elements for each row of the batch, or in all. */
  int size() {
    return size(0, dims.length);
  }

  /** The product of the axes from {@code from} (inclusive) to {@code to} (exclusive). */
  int size(int from, int to) {
    long size = 1;
    for (int i = from; i < to; i++) {
      size *= dims[i];
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a value of shape %s in the midst of a model; it may have 2^31 - 1 numbers at most"
              .formatted(Arrays.toString(dims)));
    }
    return (int) size;
  }

  /** This form with an axis added at the end. */
  Form append(int length) {
    int[] d = Arrays.copyOf(dims, dims.length + 1);
    d[dims.length] = length;
    return new Form(rows, d);
  }

  int last() {
    return dims[dims.length - 1];
  }

  /** An axis that may count from the end, from the start. */
  int axis(int axis) {
    return axis < 0 ? axis + dims.length : axis;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Form f && f.rows == rows && Arrays.equals(f.dims, dims);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dims) + Boolean.hashCode(rows);
  }
}
