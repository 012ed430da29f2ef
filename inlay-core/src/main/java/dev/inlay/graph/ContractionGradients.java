package dev.inlay.graph;

import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.tensor.Shape;

/** The gradients of matrix products: matrix products. */
final class ContractionGradients {
  private ContractionGradients() {}

  static void send(Contraction op, Node y, Node g, Backward to) {
    Node a = y.input(0);
    Node b = y.input(1);
    switch (op) {
      case MatMul(boolean ta, boolean tb) -> {
        to.send(a, () -> ta ? product(b, g, tb, true) : product(g, b, false, !tb));
        to.send(
            b,
            () -> {
              // Rows of all batches against one matrix are one product, not many to be summed.
              boolean flat = !ta && a.shape().rank() > 2 && b.shape().rank() == 2;
              Node rows = flat ? rows(a) : a;
              Node rowGradients = flat ? rows(g) : g;
              return tb
                  ? product(rowGradients, rows, true, ta)
                  : product(rows, rowGradients, !ta, false);
            });
      }
    }
  }

  private static Node product(Node a, Node b, boolean transposeA, boolean transposeB) {
    return a.graph().add(new MatMul(transposeA, transposeB), a, b);
  }

  /** The vectors along the last axis as rows of one matrix. */
  static Node rows(Node x) {
    if (x.shape().last() == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "%s is multiplied by a matrix, so its last axis must be known".formatted(x));
    }
    return x.reshape(-1, x.shape().last());
  }
}
