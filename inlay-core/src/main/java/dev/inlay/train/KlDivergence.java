package dev.inlay.train;

import dev.inlay.graph.Node;

/** Σ y log(y / p) over classes: how far predicted probabilities are from the true ones. */
public record KlDivergence() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node y = pair.yTrue().max(Probabilities.EPSILON).min(1);
    Node p = pair.yPred().max(Probabilities.EPSILON).min(1);
    return y.mul(y.div(p).log()).sum(-1);
  }
}
