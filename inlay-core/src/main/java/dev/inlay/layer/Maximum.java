package dev.inlay.layer;

import dev.inlay.graph.Node;

/** The largest of its inputs, element by element, with broadcasting of axes of length 1. */
public record Maximum() implements Layer {
  public static Maximum of() {
    return new Maximum();
  }

  /** The largest of values of a Functional model. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Inputs.fold(Node::max, inputs);
  }
}
