package dev.inlay.train;

/** {@link Sgd} with momentum. */
final class MomentumRule implements Rule {
  private final float momentum;
  private final boolean nesterov;
  private final Decay decay;

  MomentumRule(float momentum, boolean nesterov) {
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.decay = new Decay(momentum);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.momentum(w, at, slots[0], at, g, from, n, hyper[0], momentum, nesterov);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    float way = decay.sum(upTo - after);
    Decay.add(w, slots[0], at, n, nesterov ? momentum * way : way);
    Decay.scale(slots[0], at, n, decay.after(upTo - after));
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
