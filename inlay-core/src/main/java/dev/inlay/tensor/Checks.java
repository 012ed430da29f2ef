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

  static int rowSize(Tensor tensor) {
    tensor.rows();
    return (int) tensor.shape().size(1, tensor.shape().rank());
  }

  /** Copies rows of {@code width} elements into a new array of the type of {@code like}. */
  static Object take(Object data, Object like, int[] rows, int width) {
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
