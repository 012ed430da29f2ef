package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * A rectifier with settings: {@code maxValue} from there on, x from the threshold on, {@code
 * negativeSlope (x - threshold)} below.
 *
 * @param maxValue the largest output, 0 or more; infinite for no bound
 * @param negativeSlope the slope below the threshold, 0 or more
 * @param threshold where the slope changes, 0 or more
 */
public record ReLU(float maxValue, float negativeSlope, float threshold) implements Layer {
  public ReLU {
    if (!(maxValue >= 0 && negativeSlope >= 0 && threshold >= 0)) {
      throw new IllegalArgumentException(
          "ReLU(maxValue %s, negativeSlope %s, threshold %s): none is below 0"
              .formatted(maxValue, negativeSlope, threshold));
    }
  }

  /** max(x, 0). */
  public static ReLU of() {
    return new ReLU(Float.POSITIVE_INFINITY, 0, 0);
  }

  public ReLU withMaxValue(double maxValue) {
    return new ReLU((float) maxValue, negativeSlope, threshold);
  }

  public ReLU withNegativeSlope(double negativeSlope) {
    return new ReLU(maxValue, (float) negativeSlope, threshold);
  }

  public ReLU withThreshold(double threshold) {
    return new ReLU(maxValue, negativeSlope, (float) threshold);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    var function = new Activations.Relu(negativeSlope, maxValue, threshold);
    return Activations.simplest(function).apply(Inputs.atLeastRank(1, inputs));
  }
}
