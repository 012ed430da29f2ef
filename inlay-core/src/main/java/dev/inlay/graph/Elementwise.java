package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/** Ops on each element for itself; {@link Unary}, {@link Binary} and {@link Whole} are families. */
public sealed interface Elementwise extends Op
    permits Unary,
        Binary,
        Whole,
        Elementwise.Where,
        Elementwise.Cast,
        Elementwise.StopGradient,
        Elementwise.ActivationGrad {

  /** The second input where the first (a mask of ones and zeros) isn't zero, else the third. */
  record Where() implements Elementwise {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      return inputs.get(0).broadcast(inputs.get(1)).broadcast(inputs.get(2));
    }

    @Override
    public DType dtype(List<DType> inputs) {
      DType type = inputs.get(1);
      Rules.types(this, inputs, List.of(DType.FLOAT32, type, type));
      return type;
    }
  }

  /** The same values in another type; floats are cut toward zero to become integers. */
  record Cast(DType to) implements Elementwise {
    public Cast {
      if (to != DType.FLOAT32 && to != DType.INT32) {
        throw new IllegalArgumentException("a graph holds FLOAT32 and INT32, not " + to);
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.one(this, inputs);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      if (inputs.getFirst() == DType.INT8 && to != DType.FLOAT32) {
        throw new IllegalArgumentException("numbers held in 8 bits are cast to FLOAT32, not " + to);
      }
      return to;
    }
  }

  /** The input; no gradient goes back through it. */
  record StopGradient() implements Elementwise {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.one(this, inputs);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return inputs.getFirst();
    }
  }

  /**
   * The gradient of an activation that its result alone determines: inputs are the result's
   * gradient g and the result y. RELU: g where y > 0, else 0 (so a NaN or infinity in g stays out);
   * SIGMOID: g y (1 - y); TANH: g (1 - y²). One op, so that the engine sees it in one place.
   */
  record ActivationGrad(Unary activation) implements Elementwise {
    public ActivationGrad {
      if (activation != Unary.RELU && activation != Unary.SIGMOID && activation != Unary.TANH) {
        throw new IllegalArgumentException(
            "RELU, SIGMOID and TANH have a gradient from their result, not " + activation);
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(0).broadcast(inputs.get(1));
    }
  }
}
