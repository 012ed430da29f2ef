package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Random;

/**
 * In training, adds a normal number of mean 0 to each element; else does nothing.
 *
 * @param stddev the deviation, from 0 to 1 as in Keras
 */
public record GaussianNoise(float stddev) implements Layer {
  public GaussianNoise {
    if (!(stddev >= 0 && stddev <= 1)) {
      throw new IllegalArgumentException(
          "GaussianNoise(%s): the deviation is from 0 to 1".formatted(stddev));
    }
  }

  public static GaussianNoise of(double stddev) {
    return new GaussianNoise((float) stddev);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    return scope.training() && stddev > 0
        ? x.add(scope.random(Random.Distribution.NORMAL, x).mul(stddev))
        : x;
  }
}
