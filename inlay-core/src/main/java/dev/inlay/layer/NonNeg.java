package dev.inlay.layer;

import dev.inlay.graph.Variable;

/** No value is below 0: those that are become 0. */
public record NonNeg() implements Constraint {
  public static NonNeg of() {
    return new NonNeg();
  }

  @Override
  public void apply(Variable variable) {
    for (float[] chunk : variable.values().chunks()) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = Math.max(chunk[i], 0);
      }
    }
  }
}
