package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;

/** First values uniform on [{@code minValue}, {@code maxValue}). */
public record RandomUniform(float minValue, float maxValue) implements Initializer {
  public RandomUniform {
    if (!(minValue <= maxValue)) {
      throw new IllegalArgumentException(
          "RandomUniform(%s, %s): the first bound is the lower one".formatted(minValue, maxValue));
    }
  }

  /** Keras's {@code "uniform"}: from -0.05 to 0.05. */
  public static RandomUniform of() {
    return new RandomUniform(-0.05f, 0.05f);
  }

  public static RandomUniform of(float minValue, float maxValue) {
    return new RandomUniform(minValue, maxValue);
  }

  @Override
  public void fill(Variable variable, long key) {
    long seed = CounterRandom.seed(key, 0);
    float width = maxValue - minValue;
    variable
        .values()
        .fillRuns(
            (to, at, n, first) -> {
              for (int i = 0; i < n; i++) {
                to[at + i] = minValue + width * CounterRandom.uniform(seed, first + i);
              }
            });
  }
}
