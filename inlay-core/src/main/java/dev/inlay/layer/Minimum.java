package dev.inlay.layer;

import dev.inlay.graph.Node;

/** The smallest of its inputs, element by element, with broadcasting of axes of length 1. */
public record Minimum() implements Layer {
  public static Minimum of() {
    return new Minimum();
  }

  /** The smallest of values of a Functional model. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Inputs.fold(Node::min, inputs);
  }
}
