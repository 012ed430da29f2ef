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
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.adagrad(w, at, slots[0], at, g, from, n, hyper[0], epsilon, outside);
  }
}
