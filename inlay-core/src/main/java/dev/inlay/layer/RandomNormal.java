package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;

/** First values from a normal distribution. */
public record RandomNormal(float mean, float stddev) implements Initializer {
  public RandomNormal {
    if (!(stddev >= 0)) {
      throw new IllegalArgumentException("RandomNormal: stddev is 0 or more, not " + stddev);
    }
  }

  /** Keras's {@code "normal"}: mean 0, deviation 0.05. */
  public static RandomNormal of() {
    return new RandomNormal(0, 0.05f);
  }

  public static RandomNormal of(float mean, float stddev) {
    return new RandomNormal(mean, stddev);
  }

  @Override
  public void fill(Variable variable, long key) {
    long seed = CounterRandom.seed(key, 0);
    variable
        .values()
        .fillRuns(
            (to, at, n, first) -> {
              for (int i = 0; i < n; i++) {
                to[at + i] = mean + stddev * CounterRandom.normal(seed, first + i);
              }
            });
  }
}
