package dev.inlay.train;

/** {@link ProximalAdagrad}. Weights are pulled toward zero without gradients too. */
final class ProximalAdagradRule implements Rule, Walk.Rest {
  private final ProximalAdagrad settings;
  private final Walk walk = new Walk(this);

  ProximalAdagradRule(ProximalAdagrad settings) {
    this.settings = settings;
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean drifts() {
    return settings.l1() > 0 || settings.l2() > 0;
  }

  @Override
  public void made(int step, float[] hyper) {
    walk.made(step, hyper);
  }

  @Override
  public void restart(int step) {
    walk.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.proximalAdagrad(
        w, at, slots[0], at, g, from, n, hyper[0], settings.l1(), settings.l2());
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    walk.catchUp(this, w, slots, at, n, after, upTo);
  }

  @Override
  public boolean isReached(float[] w, float[][] slots, int at, int n) {
    return Decay.isZero(w, at, n);
  }

  @Override
  public void skip(float[] w, float[][] slots, int at, int n, int steps) {
    // What is zero stays so.
  }
}
