package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.stream.IntStream;

/** Brings values that differ by a last axis of length 1 to one rank, as Keras does. */
final class Ranks {
  private Ranks() {}

  /** Labels and predictions of one rank. */
  record Pair(Node yTrue, Node yPred) {}

  /**
   * Where one has a last axis of length 1 that the other lacks: a value with no other axis than the
   * batch gets it, any other loses it.
   */
  static Pair align(Node yTrue, Node yPred) {
    int trueRank = yTrue.shape().rank();
    int predRank = yPred.shape().rank();
    if (trueRank == predRank + 1 && yTrue.shape().last() == 1) {
      return predRank == 1 ? new Pair(yTrue, expand(yPred)) : new Pair(squeeze(yTrue), yPred);
    }
    if (predRank == trueRank + 1 && yPred.shape().last() == 1) {
      return trueRank == 1 ? new Pair(expand(yTrue), yPred) : new Pair(yTrue, squeeze(yPred));
    }
    return new Pair(yTrue, yPred);
  }

  /** A weight or mask of a rank: axes of length 1 are added or taken away at the end. */
  static Node fit(Node weight, int rank) {
    Node w = weight;
    while (w.shape().rank() > rank && w.shape().last() == 1) {
      w = squeeze(w);
    }
    while (w.shape().rank() > 0 && w.shape().rank() < rank) {
      w = expand(w);
    }
    if (w.shape().rank() > rank) {
      throw new IllegalArgumentException(
          "weights of shape %s don't suit values with %d axes; give one weight for each sample"
              .formatted(weight.shape(), rank));
    }
    return w;
  }

  /** Class ids for predictions that have one axis more, which ids may have with length 1. */
  static Node ids(Node yTrue, Node yPred) {
    boolean extra = yTrue.shape().rank() == yPred.shape().rank() && yTrue.shape().last() == 1;
    return (extra ? squeeze(yTrue) : yTrue).cast(DType.INT32);
  }

  /** A value with one of its axes moved to the end. */
  static Node axisLast(Node node, int axis) {
    int rank = node.shape().rank();
    int from = node.shape().axis(axis);
    if (from == rank - 1) {
      return node;
    }
    int[] perm =
        IntStream.range(0, rank).map(i -> i < from ? i : i < rank - 1 ? i + 1 : from).toArray();
    return node.transpose(perm);
  }

  static Node squeeze(Node node) {
    return node.reshape(new int[node.shape().rank() - 1]);
  }

  static Node expand(Node node) {
    int[] dims = new int[node.shape().rank() + 1];
    dims[node.shape().rank()] = 1;
    return node.reshape(dims);
  }

  /** Whether two shapes differ by a last axis of length 1 only. */
  static boolean differByOne(Shape a, Shape b) {
    Shape longer = a.rank() > b.rank() ? a : b;
    Shape shorter = a.rank() > b.rank() ? b : a;
    return longer.rank() == shorter.rank() + 1
        && (longer.last() == 1 || longer.last() == Shape.UNKNOWN)
        && longer.slice(0, shorter.rank()).accepts(shorter);
  }
}
