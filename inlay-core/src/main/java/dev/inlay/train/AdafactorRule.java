package dev.inlay.train;

/** {@link Adafactor} once {@link AdafactorAim} has made the gradient a direction. */
final class AdafactorRule implements Rule {
  private final Adafactor settings;

  /** What rows without gradients keep of their means, and what epsilon adds to these. */
  private final Kept kept = new Kept();

  private final Distance added = new Distance();

  AdafactorRule(Adafactor settings) {
    this.settings = settings;
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
  public boolean stays() {
    return true;
  }

  @Override
  public void made(int step, float[] hyper) {
    double share = AdafactorAim.share(settings, step);
    // The first step keeps nothing of zeros.
    float keeps = (float) Math.max(share, Float.MIN_NORMAL);
    kept.made(step, keeps);
    added.made(step, (1 - share) * settings.epsilon1(), keeps);
  }

  @Override
  public long bytes(int steps) {
    return Kept.bytes(steps) + Distance.bytes(steps);
  }

  @Override
  public void restart(int step) {
    kept.restart(step);
    added.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    UPDATES.sgd(w, at, g, from, n, hyper[0]);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    double share = kept.between(after, upTo);
    int row = at / n;
    slots[0][row] = (float) (slots[0][row] * share + added.between(after, upTo, share));
  }
}
