package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;

/**
 * {@code x * scale + offset}: Keras's {@code Rescaling}. Scale and offset are single numbers, or
 * arrays that are broadcast to the input.
 */
public record Rescaling(FloatTensor scale, FloatTensor offset) implements PreprocessingLayer {
  public static Rescaling of(float scale) {
    return of(scale, 0);
  }

  public static Rescaling of(float scale, float offset) {
    return new Rescaling(Tensor.scalar(scale), Tensor.scalar(offset));
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs).cast(DType.FLOAT32);
    return x.mul(constant(x, scale)).add(constant(x, offset));
  }

  private static Node constant(Node x, FloatTensor value) {
    return value.shape().equals(Shape.SCALAR)
        ? x.graph().constant(value.data()[0])
        : x.graph().constant(value);
  }
}
