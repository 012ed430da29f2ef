package dev.inlay.layer;

import dev.inlay.graph.Variable;

/** The square roots of another initializer's values. */
record RootOf(Initializer squares) implements Initializer {
  @Override
  public void fill(Variable variable, long key) {
    squares.fill(variable, key);
    for (float[] chunk : variable.values().chunks()) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = (float) Math.sqrt(chunk[i]);
      }
    }
  }
}
