package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;

/**
 * The mean over the outputs of e² / 2 for errors up to delta, and delta |e| - delta² / 2 beyond
 * (Huber 1964): few large errors count less than in a squared error.
 */
public record Huber(float delta) implements Loss {
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta is more than 0, got " + delta);
    }
  }

  /** With delta 1. */
  public static Huber of() {
    return new Huber(1);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node error = pair.yPred().sub(pair.yTrue());
    Node size = error.abs();
    Node small = size.apply(Binary.LESS_OR_EQUAL, size.graph().constant(delta));
    Node beyond = size.mul(delta).sub(delta * delta / 2);
    return small.where(error.square().mul(0.5f), beyond).mean(-1);
  }
}
