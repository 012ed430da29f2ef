package dev.inlay.train;

/** {@link Lamb} once {@link LambAim} has made the gradient a direction. */
final class LambRule implements Rule {
  private final Decay decay1;
  private final Decay decay2;

  LambRule(Lamb settings) {
    this.decay1 = new Decay(settings.beta1());
    this.decay2 = new Decay(settings.beta2());
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
    return 2 * Powers.BYTES;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.sgd(w, at, g, from, n, hyper[0]);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    // As long as a weight drifts, it moves at each step.
    Decay.scale(slots[0], at, n, decay1.after(upTo - after));
    Decay.scale(slots[1], at, n, decay2.after(upTo - after));
  }
}
