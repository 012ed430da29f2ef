package dev.inlay.layer;

import dev.inlay.graph.Node;

/** All axes of a row as one: {@code [batch, …]} becomes {@code [batch, product]}. */
public record Flatten() implements Layer {
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs);
    return x.shape().rank() == 2 ? x : x.reshape(0, -1);
  }
}
