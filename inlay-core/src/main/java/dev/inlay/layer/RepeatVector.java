package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * {@code [batch, features]} as n equal steps: {@code [batch, n, features]}.
 *
 * @param n how many steps
 */
public record RepeatVector(int n) implements Layer {
  public RepeatVector {
    Convolving.atLeastOne("n", n);
  }

  public static RepeatVector of(int n) {
    return new RepeatVector(n);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.ofRank(2, "[batch, features]", inputs);
    return Repeating.each(x.reshape(0, 1, Inputs.known(x, 1)), 1, n);
  }
}
