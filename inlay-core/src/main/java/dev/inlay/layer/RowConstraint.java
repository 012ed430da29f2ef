package dev.inlay.layer;

/**
 * A {@link Constraint} on each row of a weight for itself, which leaves rows as they are that obey
 * it, up to rounding. Applied to the rows that have moved it does what it would do to all of them.
 */
public interface RowConstraint {
  /**
   * Brings rows to where they obey.
   *
   * @param w holds whole rows from {@code at} to below {@code at + n}
   */
  void apply(float[] w, int at, int n);

  /**
   * Whether it is a bound at 0 for each number. Where numbers go one way step by step, and besides
   * keep shares of themselves, it may then be applied at the end of their way instead of at each
   * step. Those that go away from the bound never meet it; those that go towards it stay there once
   * they have met it, and without it would be on its other side from then on.
   */
  default boolean isBoundAtZero() {
    return false;
  }
}
