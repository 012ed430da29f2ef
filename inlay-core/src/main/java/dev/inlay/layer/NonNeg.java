package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;

/** No value is below 0: those that are become 0. */
public record NonNeg() implements Constraint {
  private static final RowConstraint ROWS =
      new RowConstraint() {
        @Override
        public void apply(float[] w, int at, int n) {
          for (int i = at; i < at + n; i++) {
            w[i] = Math.max(w[i], 0);
          }
        }

        @Override
        public boolean isBoundAtZero() {
          return true;
        }
      };

  public static NonNeg of() {
    return new NonNeg();
  }

  @Override
  public void apply(Variable variable) {
    for (float[] chunk : variable.values().chunks()) {
      ROWS.apply(chunk, 0, chunk.length);
    }
  }

  @Override
  public RowConstraint ofRows(Shape shape) {
    return ROWS;
  }
}
