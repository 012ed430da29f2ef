package dev.inlay.layer;

import dev.inlay.graph.Node;

/** Its input, as it is. */
public record Identity() implements Layer {
  public static Identity of() {
    return new Identity();
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Inputs.one(inputs);
  }
}
