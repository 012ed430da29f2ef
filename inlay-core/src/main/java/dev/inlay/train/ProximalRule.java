package dev.inlay.train;

/**
 * {@link ProximalGradientDescent}, and {@link ProximalAdagrad} where it has an accumulator. Weights
 * are pulled toward zero without gradients too.
 */
final class ProximalRule implements Rule, Walk.Rest {
  private final float l1;
  private final float l2;
  private final boolean accumulates;
  private final Walk walk = new Walk(this, true);

  ProximalRule(float l1, float l2, boolean accumulates) {
    this.l1 = l1;
    this.l2 = l2;
    this.accumulates = accumulates;
  }

  @Override
  public int slots() {
    return accumulates ? 1 : 0;
  }

  @Override
  public boolean drifts() {
    return l1 > 0 || l2 > 0;
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
  public long bytes(int steps) {
    return Walk.bytes(steps);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    if (accumulates) {
      UPDATES.proximalAdagrad(w, at, slots[0], at, g, from, n, hyper[0], l1, l2);
    } else {
      UPDATES.proximal(w, at, g, from, n, hyper[0], l1, l2);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    walk.catchUp(this, w, slots, at, n, after, upTo);
  }

  @Override
  public boolean isReached(float[] w, float[][] slots, int at, int n, int steps) {
    return Decay.isZero(w, at, n);
  }

  @Override
  public void skip(float[] w, float[][] slots, int at, int n, int steps) {
    // What is zero stays so.
  }
}
