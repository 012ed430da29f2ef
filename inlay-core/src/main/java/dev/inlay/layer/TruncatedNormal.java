package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;

/**
 * First values from a normal distribution, drawn anew while further than two deviations from the
 * mean. The deviation that results is 0.88 of {@code stddev}; as in Keras nothing makes up for it.
 */
public record TruncatedNormal(float mean, float stddev) implements Initializer {
  /** What is left of a deviation of 1 after cutting at two. */
  static final double REALISED = 0.8796256610342398;

  public TruncatedNormal {
    if (!(stddev >= 0)) {
      throw new IllegalArgumentException("TruncatedNormal: stddev is 0 or more, not " + stddev);
    }
  }

  /** Mean 0, deviation 0.05. */
  public static TruncatedNormal of() {
    return new TruncatedNormal(0, 0.05f);
  }

  public static TruncatedNormal of(float mean, float stddev) {
    return new TruncatedNormal(mean, stddev);
  }

  @Override
  public void fill(Variable variable, long key) {
    variable
        .values()
        .fillRuns(
            (to, at, n, first) -> {
              for (int i = 0; i < n; i++) {
                to[at + i] = mean + stddev * draw(key, first + i);
              }
            });
  }

  /** Each attempt has a stream of its own, so that one element's luck moves no other. */
  private static float draw(long key, long index) {
    for (long attempt = 0; ; attempt++) {
      float z = CounterRandom.normal(CounterRandom.seed(key, attempt), index);
      if (Math.abs(z) < 2) {
        return z;
      }
    }
  }
}
