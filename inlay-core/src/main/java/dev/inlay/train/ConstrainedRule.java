package dev.inlay.train;

import dev.inlay.layer.RowConstraint;

/**
 * A rule whose rows obey a constraint whenever they have moved. What goes on between steps is told
 * to the rule within.
 */
record ConstrainedRule(Rule rule, RowConstraint constraint) implements Rule {
  /**
   * Whether rows that aren't seen may be left alone, or be brought back when they catch up, and all
   * ends as if the constraint had been applied to all rows at each step: they don't move, or the
   * constraint is one that may be applied at the end of their way.
   *
   * @param rows what becomes of rows that aren't seen
   */
  static boolean suffices(Rule rule, RowConstraint constraint, Rows rows) {
    return switch (rows) {
      case LAZY -> true;
      case EXACT -> rule.stays() || (constraint.isBoundAtZero() && rule.goesOneWay());
      case DENSE, KERAS_ON_TENSORFLOW -> false;
    };
  }

  @Override
  public int slots() {
    return rule.slots();
  }

  @Override
  public boolean drifts() {
    return rule.drifts();
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    rule.update(w, slots, at, g, from, n, hyper);
    constraint.apply(w, at, n);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    rule.catchUp(w, slots, at, n, after, upTo);
    constraint.apply(w, at, n);
  }
}
