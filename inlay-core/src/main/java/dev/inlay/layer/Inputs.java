package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What layers ask of their inputs; the scope puts the layer's name in front of the complaints. */
final class Inputs {
  private Inputs() {}

  /** The only input. */
  static Node one(Node... inputs) {
    if (inputs.length != 1) {
      throw new IllegalArgumentException(
          "wants one input, got %d of shapes %s".formatted(inputs.length, shapes(inputs)));
    }
    return inputs[0];
  }

  /** The only input, of floats, with an exact number of axes; {@code axes} says which they are. */
  static Node ofRank(int rank, String axes, Node... inputs) {
    Node x = one(inputs);
    if (x.shape().rank() != rank) {
      throw new IllegalArgumentException(
          "wants %d axes %s, got shape %s".formatted(rank, axes, x.shape()));
    }
    return x.cast(DType.FLOAT32);
  }

  /** The only input, of floats, with so many axes or more. */
  static Node atLeastRank(int rank, Node... inputs) {
    Node x = one(inputs);
    if (x.shape().rank() < rank) {
      throw new IllegalArgumentException(
          "wants %d axes or more, got shape %s; put a Reshape or an Embedding in front"
              .formatted(rank, x.shape()));
    }
    return x.cast(DType.FLOAT32);
  }

  /** A step's values, of floats, in front of a cell's states. */
  static Node step(RNNCell cell, Node... inputs) {
    int states = cell.stateSizes().size();
    if (inputs.length != 1 + states) {
      throw new IllegalArgumentException(
          "wants a step's values and %d states, got %d inputs of shapes %s"
              .formatted(states, inputs.length, shapes(inputs)));
    }
    return atLeastRank(2, inputs[0]);
  }

  /** Two inputs or more, of floats unless all are whole numbers. */
  static List<Node> several(Node... inputs) {
    if (inputs.length < 2) {
      throw new IllegalArgumentException(
          "wants two inputs or more, got %d".formatted(inputs.length));
    }
    boolean integers = Arrays.stream(inputs).allMatch(n -> n.dtype() == DType.INT32);
    return Arrays.stream(inputs).map(n -> integers ? n : n.cast(DType.FLOAT32)).toList();
  }

  /** Two inputs. */
  static Node[] two(Node... inputs) {
    if (inputs.length != 2) {
      throw new IllegalArgumentException("wants two inputs, got " + inputs.length);
    }
    return inputs;
  }

  /**
   * Two inputs or more, brought to as many axes: those that have fewer get axes of length 1 behind
   * the batch's, as in Keras.
   */
  static Node[] aligned(Node... inputs) {
    List<Node> all = several(inputs);
    int rank = all.stream().mapToInt(n -> n.shape().rank()).max().orElseThrow();
    return all.stream().map(n -> raised(rank, n)).toArray(Node[]::new);
  }

  private static Node raised(int rank, Node x) {
    int missing = rank - x.shape().rank();
    if (missing == 0) {
      return x;
    }
    int[] dims = new int[rank];
    Arrays.fill(dims, 1, missing + 1, 1);
    for (int axis = missing + 1; axis < rank; axis++) {
      dims[axis] = x.shape().dim(axis - missing);
    }
    return x.reshape(dims);
  }

  /** A value over its Euclidean length along axes, which counts as epsilon if it is shorter. */
  static Node unit(Node x, float epsilon, int... axes) {
    Node squares = x.square().sumKeepingDims(axes);
    return x.mul(squares.max(epsilon * epsilon).pow(-0.5f));
  }

  /** An axis' length, which a weight's shape depends on. */
  static int known(Node x, int axis) {
    int length = x.shape().dim(axis);
    if (length == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "needs to know axis %d of shape %s before a batch arrives; give the input its shape"
              .formatted(axis, x.shape()));
    }
    return length;
  }

  /** The same number everywhere, in the shape of another value. */
  static Node full(float value, Node like) {
    return like.graph().add(new Reduction.ExpandLike(), like.graph().constant(value), like);
  }

  /** Zeros of a shape for each row of another value. */
  static Node zeros(Node rows, Shape shape) {
    Node column = rows;
    for (int axis = 1; axis < rows.shape().rank(); axis++) {
      column = column.slice(axis, 0, 1);
    }
    int[] ones = new int[shape.rank() + 1];
    Arrays.fill(ones, 1, ones.length, 1);
    return full(0, column.reshape(ones)).add(rows.graph().constant(Tensor.zeros(shape)));
  }

  private static String shapes(Node... inputs) {
    return Arrays.stream(inputs).map(n -> n.shape().toString()).collect(Collectors.joining(", "));
  }
}
