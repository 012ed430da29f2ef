package dev.inlay.layer;

import dev.inlay.graph.Variable;
import java.util.Arrays;

/** The same first value everywhere. */
public record Constant(float value) implements Initializer {
  public static Constant of(float value) {
    return new Constant(value);
  }

  @Override
  public void fill(Variable variable, long key) {
    variable.values().fillRuns((to, at, n, _) -> Arrays.fill(to, at, at + n, value));
  }
}
