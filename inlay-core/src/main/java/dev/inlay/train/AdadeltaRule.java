package dev.inlay.train;

/** {@link Adadelta}. */
final class AdadeltaRule implements Rule {
  private final Adadelta settings;
  private final float remainder;
  private final Decay decay;

  AdadeltaRule(Adadelta settings) {
    this.settings = settings;
    this.remainder = AdamRule.rest(settings.rho());
    this.decay = new Decay(settings.rho());
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
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.adadelta(
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
        settings.rho(),
        remainder,
        settings.epsilon());
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    float kept = decay.after(upTo - after);
    Decay.scale(slots[0], at, n, kept);
    Decay.scale(slots[1], at, n, kept);
  }
}
