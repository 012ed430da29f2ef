package dev.inlay.train;

import dev.inlay.graph.Node;

/** The mean over the outputs of (y - ŷ)². */
public record MeanSquaredError() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    return pair.yPred().sub(pair.yTrue()).square().mean(-1);
  }
}
