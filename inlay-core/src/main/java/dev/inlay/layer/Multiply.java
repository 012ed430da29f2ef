package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * The product of its inputs, element by element, with broadcasting of axes of length 1. An input's
 * masked steps are left out. Inputs of fewer axes get axes of length 1 behind the batch's. A step
 * counts if it does in any input.
 */
public record Multiply() implements Layer {
  public static Multiply of() {
    return new Multiply();
  }

  /** The product of values of a Functional model. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Merging.product(scope, inputs);
  }
}
