package dev.inlay.train;

/** {@link Ftrl}. Rows not seen are left alone: see there. */
record FtrlRule(Ftrl settings) implements Rule {
  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean drifts() {
    return false;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    float lr = hyper[0];
    UPDATES.ftrl(
        w,
        at,
        slots[0],
        at,
        slots[1],
        at,
        g,
        from,
        n,
        lr,
        settings.learningRatePower(),
        settings.l1(),
        settings.l2() + settings.beta() / (2 * lr),
        settings.l2Shrinkage());
  }
}
