package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * x where above 0, else {@code alpha (exp(x) - 1)} (Clevert and others 2016).
 *
 * @param alpha the distance of the lower bound from 0
 */
public record ELU(float alpha) implements Layer {
  /** With alpha 1. */
  public static ELU of() {
    return of(1);
  }

  public static ELU of(double alpha) {
    return new ELU((float) alpha);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return new Activations.Elu(alpha).apply(Inputs.atLeastRank(1, inputs));
  }
}
