package dev.inlay.train;

/** {@link Adagrad}. */
record AdagradRule(float epsilon, boolean outside) implements Rule {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean drifts() {
    return false;
  }

  @Override
  public boolean stays() {
    return true;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.adagrad(w, at, slots[0], at, g, from, n, hyper[0], epsilon, outside);
  }

  @Override
  public void updateApart(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      float[] squares,
      int from,
      int n,
      float[] hyper) {
    if (outside) {
      throw new UnsupportedOperationException(
          "Adagrad with epsilon outside can't square the gradients of a repeated id apart");
    }
    Rule.toRoots(squares, from, n);
    UPDATES.adagrad(w, at, slots[0], at, squares, from, n, 0, epsilon, false);
    // All is in the accumulator now: RMSprop that adds nothing to it makes the step.
    UPDATES.rmsprop(w, at, slots[0], at, g, from, n, hyper[0], 1, epsilon);
  }
}
