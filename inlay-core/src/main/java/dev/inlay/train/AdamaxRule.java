package dev.inlay.train;

/** {@link Adamax}. */
final class AdamaxRule implements Rule {
  private final Adamax settings;
  private final float rest1;
  private final AdamDrift drift;

  AdamaxRule(Adamax settings) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.drift =
        AdamDrift.ofNorm(1.0 - rest1, 1.0 - AdamRule.rest(settings.beta2()), settings.epsilon());
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    hyper[0] = learningRate / (1 - (float) Math.pow(settings.beta1(), step));
  }

  @Override
  public void made(int step, float[] hyper) {
    drift.made(step, hyper[0]);
  }

  @Override
  public void restart(int step) {
    drift.restart(step);
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
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (after > 0) {
      drift.catchUp(w, slots[0], slots[1], at, n, after, upTo);
    }
  }
}
