package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/** Matrix products. */
public sealed interface Contraction extends Op {
  /**
   * The matrix product over the last two axes; axes before them are broadcast. With one matrix as
   * the second input and none transposed, the first may have any rank from 2: each of its last-axis
   * rows is multiplied. The second may be held in 8 bits if it is one matrix and the first isn't
   * transposed.
   */
  record MatMul(boolean transposeA, boolean transposeB) implements Contraction {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.matMul(inputs, transposeA, transposeB);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      DType right = inputs.getLast() == DType.INT8 && !transposeA ? DType.INT8 : DType.FLOAT32;
      return Rules.types(this, inputs, List.of(DType.FLOAT32, right));
    }
  }
}
