package dev.inlay.train;

import dev.inlay.kernel.Updates;

/**
 * {@link Lion}. Without gradients a weight goes on the way it went, a learning rate per step, until
 * m has decayed to nothing.
 */
final class LionRule implements Rule {
  private final Lion settings;
  private final float rest1;
  private final float rest2;
  private final Decay decay;

  private final Distance way = new Distance();
  private final Kept kept = new Kept();

  LionRule(Lion settings) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.rest2 = AdamRule.rest(settings.beta2());
    this.decay = new Decay(settings.beta2());
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
  public boolean goesOneWay() {
    return true;
  }

  @Override
  public void made(int step, float[] hyper) {
    way.made(step, hyper[0], hyper[KEPT]);
    kept.made(step, hyper[KEPT]);
  }

  @Override
  public long bytes(int steps) {
    return Distance.bytes(steps) + Powers.BYTES;
  }

  @Override
  public void restart(int step) {
    way.restart(step);
    kept.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    MOMENTS.lion(
        w,
        at,
        slots[0],
        at,
        g,
        from,
        n,
        hyper[0],
        settings.beta1(),
        rest1,
        settings.beta2(),
        rest2);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    float[] m = slots[0];
    float left = decay.after(upTo - after);
    double all = kept.between(after, upTo);
    float share = (float) all;
    float length = (float) way.between(after, upTo, all);
    for (int i = at; i < at + n; i++) {
      if (Math.abs(m[i]) * left >= 2 * Updates.TINY) {
        w[i] = w[i] * share - Math.signum(m[i]) * length;
        m[i] *= left;
      } else {
        creep(w, m, i, after, upTo);
      }
    }
  }

  /** A weight whose m may come to nothing on the way. */
  private void creep(float[] w, float[] m, int i, int after, int upTo) {
    float sign = Math.signum(m[i]);
    int step = after;
    for (; step < upTo && m[i] != 0; step++) {
      float next = m[i] * settings.beta2();
      m[i] = Math.abs(next) < Updates.TINY ? 0 : next;
    }
    double share = kept.between(after, step);
    double there = w[i] * share - sign * way.between(after, step, share);
    w[i] = (float) (there * kept.between(step, upTo));
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
