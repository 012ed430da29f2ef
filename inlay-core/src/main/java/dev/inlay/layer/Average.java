package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;

/** The mean of its inputs, element by element, with broadcasting of axes of length 1. */
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
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Inputs.fold(Node::add, inputs).cast(DType.FLOAT32).div(inputs.length);
  }
}
