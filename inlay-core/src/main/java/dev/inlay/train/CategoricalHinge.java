package dev.inlay.train;

import dev.inlay.graph.Node;

/** max(highest ŷ of a wrong class - ŷ of the right one + 1, 0), for one-hot labels. */
public record CategoricalHinge() implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node right = pair.yTrue().mul(pair.yPred()).sum(-1);
    Node wrong = pair.yTrue().neg().add(1).mul(pair.yPred()).reduceMax(-1);
    return wrong.sub(right).add(1).max(0);
  }
}
