package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** What the layers that bring values to a common scale have in common. */
final class Normalizing {
  private Normalizing() {}

  static void check(String what, List<Integer> axis, float epsilon) {
    if (axis.isEmpty() || axis.contains(0) || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "%s(axis %s, epsilon %s): name axes of the row, not the batch's; epsilon is 0 or more"
              .formatted(what, axis, epsilon));
    }
  }

  /** The axes named, from 0 and rising. */
  static int[] axes(List<Integer> axis, Node x) {
    return axis.stream().mapToInt(x.shape()::axis).sorted().distinct().toArray();
  }

  /** The lengths of these axes, which a weight has. */
  static Shape lengths(int[] axes, Node x) {
    return Shape.of(Arrays.stream(axes).map(axis -> Inputs.known(x, axis)).toArray());
  }

  /** A weight of these axes, ready to be broadcast. */
  static Node along(Node weight, int[] axes, Node x) {
    int rank = x.shape().rank();
    if (axes[0] == rank - axes.length) {
      return weight;
    }
    int[] dims = new int[rank - axes[0]];
    Arrays.fill(dims, 1);
    for (int axis : axes) {
      dims[axis - axes[0]] = x.shape().dim(axis);
    }
    return weight.reshape(dims);
  }

  /** x with mean 0 and variance 1 over the axes. */
  static Node standard(Node x, float epsilon, int... axes) {
    if (axes.length == 1 && axes[0] == x.shape().rank() - 1) {
      return x.standardize(epsilon);
    }
    Node centered = x.sub(x.meanKeepingDims(axes));
    return centered.mul(inverse(centered.square().meanKeepingDims(axes), epsilon));
  }

  /** 1 / √(variance + epsilon) over the axes. */
  static Node inverseDeviation(Node x, float epsilon, int... axes) {
    Node centered = x.sub(x.meanKeepingDims(axes));
    return inverse(centered.square().meanKeepingDims(axes), epsilon);
  }

  /** 1 / √(x + epsilon). */
  static Node inverse(Node x, float epsilon) {
    return x.add(epsilon).pow(-0.5f);
  }
}
