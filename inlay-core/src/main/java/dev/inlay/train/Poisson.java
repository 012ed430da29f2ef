package dev.inlay.train;

import dev.inlay.graph.Node;

/** The mean over the outputs of ŷ - y log ŷ: for counts. */
public record Poisson() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node logarithm = pair.yPred().add(Probabilities.EPSILON).log();
    return pair.yPred().sub(pair.yTrue().mul(logarithm)).mean(-1);
  }
}
