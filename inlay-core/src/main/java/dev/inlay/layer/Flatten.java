package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * All axes of a row as one: {@code [batch, …]} becomes {@code [batch, product]}. Steps that a mask
 * doesn't let count become zeros, so that what is in them doesn't matter; Keras drops masks here.
 */
public record Flatten() implements Layer {
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Masks.zeroed(Inputs.one(inputs), scope.mask(inputs[0]));
    return x.shape().rank() == 2 ? x : x.reshape(0, x.shape().rank() == 1 ? 1 : -1);
  }
}
