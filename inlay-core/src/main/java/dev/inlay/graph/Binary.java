package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Functions of two elements, broadcast. Both inputs have one type; comparisons give float ones and
 * zeros, the rest give the inputs' type.
 */
public enum Binary implements Elementwise {
  ADD,
  SUB,
  MUL,
  DIV,
  /** a / b, and 0 where b is 0, as TensorFlow's divide_no_nan. */
  DIV_NO_NAN,
  POW,
  MIN,
  MAX,
  EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  /** 1 where neither is 0. */
  AND,
  /** 1 where one of both isn't 0. */
  OR;

  /** Whether the result is a mask. */
  public boolean isComparison() {
    return compareTo(EQUAL) >= 0;
  }

  @Override
  public Shape shape(List<Shape> inputs) {
    Rules.arity(this, inputs, 2);
    return inputs.get(0).broadcast(inputs.get(1));
  }

  @Override
  public DType dtype(List<DType> inputs) {
    if (inputs.get(0) != inputs.get(1)) {
      throw new IllegalArgumentException(
          "%s of %s and %s; cast one of them".formatted(name(), inputs.get(0), inputs.get(1)));
    }
    return isComparison() ? DType.FLOAT32 : inputs.get(0);
  }
}
