package dev.inlay.train;

import dev.inlay.graph.Node;

/** The mean over the outputs of log cosh(ŷ - y): about e² / 2 near zero, |e| - log 2 far off. */
public record LogCosh() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node error = pair.yPred().sub(pair.yTrue());
    return error.add(error.mul(-2).softplus()).sub((float) Math.log(2)).mean(-1);
  }
}
