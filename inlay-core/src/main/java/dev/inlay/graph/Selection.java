package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/** Ops that choose elements along the last axis. */
public sealed interface Selection extends Op {
  /**
   * The places of the k largest elements along the last axis, the largest first; of equal elements
   * the first comes first, as in TensorFlow's {@code top_k}. NaN is larger than any number. No
   * gradient goes back: that of the elements goes through {@link GatherElements}.
   */
  record TopK(int k) implements Selection {
    public TopK {
      Rules.positive("k", k);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Shape in = Rules.atLeast(this, inputs, 1);
      if (in.last() != Shape.UNKNOWN && in.last() < k) {
        throw new IllegalArgumentException(
            "TopK(%d) of shape %s: its last axis has %d elements only".formatted(k, in, in.last()));
      }
      return in.withDim(-1, k);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      Rules.types(this, inputs, List.of(DType.FLOAT32));
      return DType.INT32;
    }
  }

  /**
   * The elements at given places: inputs are x {@code […, n]} and integers {@code […, k]} from 0 to
   * n - 1; the result is {@code […, k]}.
   */
  record GatherElements() implements Selection {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      Shape places = inputs.get(1);
      Shape x = Rules.atLeast(this, inputs.subList(0, 1), 1);
      Rules.like(this, "places", x.withDim(-1, Shape.UNKNOWN), places);
      return places;
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs, List.of(DType.FLOAT32, DType.INT32));
    }
  }

  /**
   * Zeros of a third input's shape with elements added at places: inputs are integers {@code […,
   * k]}, floats {@code […, k]}, and x. It is the gradient of {@link GatherElements}.
   */
  record GatherElementsGrad() implements Selection {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      Rules.like(this, "elements", inputs.get(0), inputs.get(1));
      return inputs.get(2);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs, List.of(DType.INT32, DType.FLOAT32, DType.FLOAT32));
    }
  }
}
