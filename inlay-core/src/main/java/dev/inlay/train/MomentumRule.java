package dev.inlay.train;

/** {@link Sgd} with momentum. */
final class MomentumRule implements DriftingRule {
  private final float momentum;
  private final boolean nesterov;
  private final Drift drift;

  MomentumRule(float momentum, boolean nesterov) {
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.drift = Drift.ofMomentum(momentum);
  }

  @Override
  public Drift drift() {
    return drift;
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void made(int step, float[] hyper) {
    // The learning rate is in the momentum, which is added.
    drift.made(step, nesterov ? -momentum : -1, hyper[KEPT]);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.momentum(w, at, slots[0], at, g, from, n, hyper[0], momentum, nesterov);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    drift.catchUp(w, slots[0], at, n, after, upTo);
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
