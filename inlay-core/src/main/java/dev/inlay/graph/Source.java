package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;

/** Ops without inputs: where values come from. */
public sealed interface Source extends Op {
  /** A value that each run is given. */
  record Input(TensorSpec spec) implements Source {
    @Override
    public Shape shape(List<Shape> inputs) {
      return spec.shape();
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return spec.dtype();
    }
  }

  /** The present values of a variable. */
  record Weight(Variable variable) implements Source {
    @Override
    public Shape shape(List<Shape> inputs) {
      return variable.shape();
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return variable.dtype();
    }
  }

  /** A value that never changes. */
  record Constant(Tensor value) implements Source {
    @Override
    public Shape shape(List<Shape> inputs) {
      return value.shape();
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return value.dtype();
    }
  }
}
