package dev.inlay.tensor;

import java.lang.reflect.Array;
import java.util.StringJoiner;

/** What the tensors have in common: checks of their arrays, row copies and printing. */
final class Checks {
  private static final int PRINTED = 20;

  private Checks() {}

  static void length(Shape shape, int length) {
    if (!shape.isKnown() || shape.size() != length) {
      throw new IllegalArgumentException(
          "shape %s wants %s elements, the array has %d"
              .formatted(shape, shape.isKnown() ? shape.size() : "known axes and their", length));
    }
  }

  static void rowWidth(int row, int width, int wanted) {
    if (width != wanted) {
      throw new IllegalArgumentException(
          "row %d has %d elements, row 0 has %d; rows of different lengths go into a Ragged"
              .formatted(row, width, wanted));
    }
  }

  static Shape reshape(Shape from, Shape to) {
    if (!to.isKnown() || to.size() != from.size()) {
      throw new IllegalArgumentException(
          "shape %s (%d elements) can't become %s".formatted(from, from.size(), to));
    }
    return to;
  }

  /** Refuses rows {@code from} (inclusive) to {@code to} (exclusive) that a value doesn't have. */
  static void rows(int from, int to, Value value) {
    if (from < 0 || from > to || to > value.rows()) {
      throw new IllegalArgumentException(
          "rows %,d to %,d of %,d; from 0 on, the end is excluded and not before the start"
              .formatted(from, to, value.rows()));
    }
  }

  /** Refuses a list of rows of which a value lacks one. */
  static void rows(int[] rows, Value value) {
    int count = value.rows();
    for (int row : rows) {
      if (row < 0 || row >= count) {
        throw new IllegalArgumentException(
            "row %,d of %,d; they are counted from 0".formatted(row, count));
      }
    }
  }

  static int rowSize(Tensor tensor) {
    tensor.rows();
    return (int) tensor.shape().size(1, tensor.shape().rank());
  }

  /** Copies rows of a tensor into a new array of the type of {@code like}. */
  static Object take(Tensor tensor, Object data, Object like, int[] rows) {
    int width = rowSize(tensor);
    rows(rows, tensor);
    Object out = Array.newInstance(like.getClass().getComponentType(), rows.length * width);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(data, rows[i] * width, out, i * width, width);
    }
    return out;
  }

  static String print(Tensor tensor) {
    int size = tensor.shape().intSize();
    StringJoiner elements = new StringJoiner(", ", "[", size > PRINTED ? ", …]" : "]");
    for (int i = 0; i < Math.min(size, PRINTED); i++) {
      elements.add(tensor.text(i));
    }
    return tensor.dtype() + " " + tensor.shape() + " " + elements;
  }
}
