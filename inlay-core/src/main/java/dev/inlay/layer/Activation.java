package dev.inlay.layer;

import dev.inlay.graph.Node;

/** An activation function as a layer of its own. */
public record Activation(ActivationFunction activation) implements Layer {
  public static Activation of(ActivationFunction activation) {
    return new Activation(activation);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return activation.apply(Inputs.atLeastRank(1, inputs));
  }
}
