package dev.inlay.train;

/** {@link Adamax}. */
final class AdamaxRule implements DriftingRule {
  private final Adamax settings;
  private final float rest1;
  private final Drift drift;

  AdamaxRule(Adamax settings) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.drift =
        Drift.ofNorm(1.0 - rest1, 1.0 - AdamRule.rest(settings.beta2()), settings.epsilon());
  }

  @Override
  public Drift drift() {
    return drift;
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    hyper[0] = learningRate / (1 - (float) Math.pow(settings.beta1(), step));
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    MOMENTS.adamax(
        w,
        at,
        slots[0],
        at,
        slots[1],
        at,
        g,
        from,
        n,
        hyper[0],
        rest1,
        settings.beta2(),
        settings.epsilon());
  }

  @Override
  public boolean wantsSizesApart() {
    return true;
  }

  @Override
  public void updateApart(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      float[] sizes,
      int from,
      int n,
      float[] hyper) {
    // First u alone moves, then m and the weight at a norm that stays.
    float beta2 = settings.beta2();
    float epsilon = settings.epsilon();
    MOMENTS.adamax(w, at, slots[0], at, slots[1], at, sizes, from, n, 0, 0, beta2, epsilon);
    for (int i = 0; i < n; i++) {
      float m = slots[0][at + i] + (g[from + i] - slots[0][at + i]) * rest1;
      slots[0][at + i] = m;
      w[at + i] -= hyper[0] * m / (slots[1][at + i] + epsilon);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    drift.catchUp(w, slots[0], slots[1], at, n, after, upTo);
  }
}
