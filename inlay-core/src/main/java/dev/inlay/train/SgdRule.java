package dev.inlay.train;

/** {@link Sgd} without momentum. */
record SgdRule() implements Rule {
  @Override
  public int slots() {
    return 0;
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
    UPDATES.sgd(w, at, g, from, n, hyper[0]);
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
    update(w, slots, at, g, from, n, hyper);
  }
}
