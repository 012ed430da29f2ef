package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * The first of two inputs less the second, element by element, with broadcasting of axes of length
 * 1. Inputs of fewer axes get axes of length 1 behind the batch's. A step counts if it does in any
 * input.
 */
public record Subtract() implements Layer {
  public static Subtract of() {
    return new Subtract();
  }

  /** The difference of two values of a Functional model. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Merging.fold(scope, Node::sub, Inputs.two(inputs));
  }
}
