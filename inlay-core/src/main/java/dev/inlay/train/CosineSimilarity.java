package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;

/**
 * Minus the cosine of the angle between y and ŷ: -1 where they point the same way.
 *
 * @param axis along which they are vectors
 */
public record CosineSimilarity(int axis) implements Loss {
  /** Along the last axis. */
  public static CosineSimilarity of() {
    return new CosineSimilarity(-1);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    return unit(pair.yTrue()).mul(unit(pair.yPred())).sum(axis).neg();
  }

  private Node unit(Node x) {
    Node squares = x.square().sumKeepingDims(axis);
    // Zeros have no direction: the bound is below the root, whose gradient they would make
    // infinite.
    Node most = squares.max(Probabilities.EPSILON * Probabilities.EPSILON);
    return x.mul(most.sqrt().apply(Unary.RECIPROCAL));
  }
}
