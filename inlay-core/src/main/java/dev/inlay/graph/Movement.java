package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Collections;
import java.util.List;

/** Ops that only move elements. Their result has their first input's type. */
public sealed interface Movement extends Op {
  @Override
  default DType dtype(List<DType> inputs) {
    return inputs.getFirst();
  }

  /**
   * The same elements under another shape, ONNX's rule: 0 copies the input's axis at that place,
   * one -1 is worked out from the rest.
   */
  record Reshape(List<Integer> dims) implements Movement {
    public Reshape {
      dims = List.copyOf(dims);
      if (dims.stream().filter(d -> d == -1).count() > 1 || dims.stream().anyMatch(d -> d < -1)) {
        throw new IllegalArgumentException(
            "reshape to " + dims + "; lengths are positive, 0 (as it was) or, once, -1");
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.reshape(Rules.one(this, inputs), dims);
    }
  }

  /** The first input's elements under the second's shape. */
  record ReshapeLike() implements Movement {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(1);
    }
  }

  /** Axis {@code i} of the result is axis {@code perm[i]} of the input. */
  record Transpose(List<Integer> perm) implements Movement {
    public Transpose {
      perm = List.copyOf(perm);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Shape in = Rules.one(this, inputs);
      if (!perm.stream().sorted().toList().equals(Rules.range(in.rank()))) {
        throw new IllegalArgumentException(
            "transpose by %s of shape %s; name each axis once".formatted(perm, in));
      }
      return Shape.of(perm.stream().mapToInt(in::dim).toArray());
    }
  }

  /** The inputs side by side along an axis (not the batch axis of a model). */
  record Concat(int axis) implements Movement {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.concat(inputs, axis);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      Rules.types(this, inputs, Collections.nCopies(inputs.size(), inputs.getFirst()));
      return inputs.getFirst();
    }
  }

  /**
   * The part of an axis from {@code from} (inclusive) to {@code to} (exclusive, or {@link #END}).
   * Negative numbers count from the axis' end, as in ONNX.
   */
  record Slice(int axis, int from, int to) implements Movement {
    /** Up to the end of the axis. */
    public static final int END = Integer.MAX_VALUE;

    /** The first place taken of an axis of this length. */
    public int start(int length) {
      return from < 0 ? length + from : from;
    }

    /** The place after the last one taken of an axis of this length. */
    public int end(int length) {
      return to == END ? length : to < 0 ? length + to : to;
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.slice(Rules.one(this, inputs), this);
    }
  }

  /**
   * The first input laid into zeros of the second's shape, starting at {@code from} of an axis
   * (counted from its end if negative): the gradient of {@link Slice}.
   */
  record SliceGrad(int axis, int from) implements Movement {
    /** The first place that is laid on in an axis of this length. */
    public int start(int length) {
      return from < 0 ? length + from : from;
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(1);
    }
  }

  /** Adds zeros before and after an axis. */
  record Pad(int axis, int before, int after) implements Movement {
    public Pad {
      if (before < 0 || after < 0) {
        throw new IllegalArgumentException(
            "padding by %d before and %d after; give 0 or more".formatted(before, after));
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Shape in = Rules.one(this, inputs);
      int length = in.dim(axis);
      return in.withDim(axis, length == Shape.UNKNOWN ? length : length + before + after);
    }
  }

  /** An axis from its end to its start. */
  record Reverse(int axis) implements Movement {
    @Override
    public Shape shape(List<Shape> inputs) {
      Shape in = Rules.one(this, inputs);
      in.axis(axis);
      return in;
    }
  }
}
