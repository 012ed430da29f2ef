package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;

/**
 * The mean over the outputs of max(1 - y ŷ, 0), or of its square. Labels are -1 and 1; if all in a
 * batch are 0 or 1, 0 stands for -1.
 */
public record Hinge(boolean squared) implements Loss {
  public static Hinge of() {
    return new Hinge(false);
  }

  /** With squares. */
  public static Hinge ofSquares() {
    return new Hinge(true);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node margin = signs(pair.yTrue()).mul(pair.yPred()).neg().add(1).max(0);
    return (squared ? margin.square() : margin).mean(-1);
  }

  private static Node signs(Node y) {
    Node zero = y.apply(Binary.EQUAL, y.graph().constant(0f));
    Node one = y.apply(Binary.EQUAL, y.graph().constant(1f));
    return zero.apply(Binary.OR, one).reduceMin().where(y.mul(2).sub(1), y);
  }
}
