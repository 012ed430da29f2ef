package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * x where above 0, else {@code negativeSlope x}.
 *
 * @param negativeSlope the slope below 0, itself 0 or more
 */
public record LeakyReLU(float negativeSlope) implements Layer {
  public LeakyReLU {
    if (!(negativeSlope >= 0)) {
      throw new IllegalArgumentException(
          "LeakyReLU(%s): the slope is 0 or more".formatted(negativeSlope));
    }
  }

  /** With slope 0.3, as Keras's layer has it; its function of that name has 0.2. */
  public static LeakyReLU of() {
    return of(0.3);
  }

  public static LeakyReLU of(double negativeSlope) {
    return new LeakyReLU((float) negativeSlope);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return new Activations.LeakyRelu(negativeSlope).apply(Inputs.atLeastRank(1, inputs));
  }
}
