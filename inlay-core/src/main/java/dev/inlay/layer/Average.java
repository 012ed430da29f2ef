package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;

/**
 * The mean of its inputs, element by element, with broadcasting of axes of length 1. Inputs of
 * fewer axes get axes of length 1 behind the batch's. A step counts if it does in any input.
 */
public record Average() implements Layer {
  public static Average of() {
    return new Average();
  }

  /** The mean of values of a Functional model. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node sum = Merging.fold(scope, Node::add, inputs);
    Node mean = sum.cast(DType.FLOAT32).div(inputs.length);
    scope.mask(mean, scope.mask(sum));
    return mean;
  }
}
