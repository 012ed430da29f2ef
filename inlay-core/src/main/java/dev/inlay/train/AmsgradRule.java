package dev.inlay.train;

/** {@link Adam} with the largest v. Without gradients the divisor stays as it is. */
final class AmsgradRule implements Rule {
  private final Adam settings;
  private final float rest1;
  private final float rest2;
  private final Drift drift;

  AmsgradRule(Adam settings) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.rest2 = AdamRule.rest(settings.beta2());
    this.drift = Drift.of(1.0 - rest1, 1.0 - rest2, settings.epsilon());
  }

  @Override
  public int slots() {
    return 3;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public Decaying decaying() {
    return Decaying.WITHIN;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    hyper[0] = AdamRule.pace(settings.beta1(), settings.beta2(), step, learningRate);
  }

  @Override
  public void made(int step, float[] hyper) {
    drift.made(step, hyper[0], hyper[KEPT]);
  }

  @Override
  public void restart(int step) {
    drift.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    update(w, slots, at, g, from, n, hyper[0], rest1, rest2);
  }

  private void update(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      int from,
      int n,
      float pace,
      float first,
      float second) {
    MOMENTS.amsgrad(
        w,
        at,
        slots[0],
        at,
        slots[1],
        at,
        slots[2],
        at,
        g,
        from,
        n,
        pace,
        first,
        second,
        settings.epsilon());
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    drift.catchUp(w, slots[0], slots[1], slots[2], at, n, after, upTo);
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
    // First v alone moves, then m and the weight.
    Rule.toRoots(squares, from, n);
    update(w, slots, at, squares, from, n, 0, 0, rest2);
    update(w, slots, at, g, from, n, hyper[0], rest1, 0);
  }
}
