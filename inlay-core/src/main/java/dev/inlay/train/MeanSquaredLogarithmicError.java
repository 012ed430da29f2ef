package dev.inlay.train;

import dev.inlay.graph.Node;

/** The mean over the outputs of (log(1 + y) - log(1 + ŷ))²; values below 1e-7 count as that. */
public record MeanSquaredLogarithmicError() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    return logarithm(pair.yPred()).sub(logarithm(pair.yTrue())).square().mean(-1);
  }

  private static Node logarithm(Node x) {
    return x.max(Probabilities.EPSILON).add(1).log();
  }
}
