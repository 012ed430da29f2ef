package dev.inlay.train;

import dev.inlay.graph.Node;

/** 100 times the mean over the outputs of |y - ŷ| / |y|; a y near zero counts as 1e-7. */
public record MeanAbsolutePercentageError() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node size = pair.yTrue().abs().max(Probabilities.EPSILON);
    return pair.yTrue().sub(pair.yPred()).div(size).abs().mean(-1).mul(100);
  }
}
