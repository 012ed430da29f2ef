package dev.inlay.train;

import dev.inlay.graph.Node;

/** The mean over the outputs of |y - ŷ|. */
public record MeanAbsoluteError() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    return pair.yPred().sub(pair.yTrue()).abs().mean(-1);
  }
}
