package dev.inlay.layer;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;

/** The steps of all rows as the rows of one batch, and back. */
final class Steps {
  private Steps() {}

  /** {@code [batch, steps, …]} as {@code [batch steps, …]}. */
  static Node merged(Node x) {
    int[] dims = new int[x.shape().rank() - 1];
    dims[0] = -1;
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = Inputs.known(x, axis + 1);
    }
    return x.reshape(dims);
  }

  /** {@code [batch steps, …]} as {@code [batch, steps, …]}, of the steps of another value. */
  static Node split(Node merged, Node like) {
    int[] dims = new int[merged.shape().rank() + 1];
    dims[0] = -1;
    dims[1] = like.shape().dim(1);
    for (int axis = 2; axis < dims.length; axis++) {
      dims[axis] = Inputs.known(merged, axis - 1);
    }
    return dims[1] == Shape.UNKNOWN
        ? merged.graph().add(new Movement.ReshapeLike(), merged, ofShape(like, dims))
        : merged.reshape(dims);
  }

  /** Zeros with the batch and steps of another value, and further axes. */
  private static Node ofShape(Node like, int[] dims) {
    Node column = like;
    for (int axis = 2; axis < like.shape().rank(); axis++) {
      column = column.slice(axis, 0, 1);
    }
    int[] ones = new int[dims.length];
    Arrays.fill(ones, 2, ones.length, 1);
    int[] inner = Arrays.copyOfRange(dims, 2, dims.length);
    Node zeros = like.graph().constant(Tensor.zeros(Shape.of(inner)));
    return Inputs.full(0, column.reshape(ones)).add(zeros);
  }
}
