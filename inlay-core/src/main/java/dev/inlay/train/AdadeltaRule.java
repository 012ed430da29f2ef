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
  public boolean stays() {
    return true;
  }

  @Override
  public long bytes(int steps) {
    return Powers.BYTES;
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
  public void updateApart(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      float[] squares,
      int from,
      int n,
      float[] hyper) {
    // The steps of a repeated id are squared apart too: each is its gradient times one ratio.
    float epsilon = settings.epsilon();
    for (int i = at; i < at + n; i++) {
      int own = from + i - at;
      float a = settings.rho() * slots[0][i] + remainder * squares[own];
      float ratio = (float) Math.sqrt((slots[1][i] + epsilon) / (a + epsilon));
      slots[0][i] = a;
      slots[1][i] = settings.rho() * slots[1][i] + remainder * ratio * ratio * squares[own];
      w[i] -= hyper[0] * ratio * g[own];
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    float kept = decay.after(upTo - after);
    Decay.scale(slots[0], at, n, kept);
    Decay.scale(slots[1], at, n, kept);
  }
}
