package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Random;

/**
 * In training, multiplies each element by a normal number of mean 1 and deviation {@code √(rate /
 * (1 - rate))}, that of {@link Dropout}'s factors (Srivastava and others 2014); else does nothing.
 *
 * @param rate from 0 (inclusive) to 1 (exclusive)
 */
public record GaussianDropout(float rate) implements Layer {
  public GaussianDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "GaussianDropout(%s): the rate is 0 or more and below 1".formatted(rate));
    }
  }

  public static GaussianDropout of(double rate) {
    return new GaussianDropout((float) rate);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    if (!scope.training() || rate == 0) {
      return x;
    }
    float deviation = (float) Math.sqrt(rate / (1.0 - rate));
    return x.mul(scope.random(Random.Distribution.NORMAL, x).mul(deviation).add(1));
  }
}
