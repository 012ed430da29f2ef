package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/** Functions of two integers, broadcast, that floats can't hold or don't have. No gradient. */
public enum Whole implements Elementwise {
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  /** a 2ᵇ, of which 32 bits stay; b is brought between 0 and 31, as by TensorFlow. */
  SHIFT_LEFT,
  /** a / 2ᵇ, rounded down; b is brought between 0 and 31. */
  SHIFT_RIGHT,
  /** The greatest common divisor, which isn't negative; that of 0 and 0 is 0. */
  GCD,
  /** a / b rounded down, and 0 where b is 0. */
  FLOOR_DIV,
  /** What {@link #FLOOR_DIV} leaves, of b's sign, and 0 where b is 0. */
  FLOOR_MOD;

  @Override
  public Shape shape(List<Shape> inputs) {
    Rules.arity(this, inputs, 2);
    return inputs.get(0).broadcast(inputs.get(1));
  }

  @Override
  public DType dtype(List<DType> inputs) {
    Rules.types(this, inputs, List.of(DType.INT32, DType.INT32));
    return DType.INT32;
  }
}
