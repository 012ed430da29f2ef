package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * The largest of its inputs, element by element, with broadcasting of axes of length 1. An input's
 * masked steps are left out. Inputs of fewer axes get axes of length 1 behind the batch's. A step
 * counts if it does in any input.
 */
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
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Merging.ofCounted(scope, Node::max, inputs);
  }
}
