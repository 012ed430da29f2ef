package dev.inlay.train;

import dev.inlay.kernel.Updates;
import java.util.Arrays;

/**
 * {@link Lion}. Without gradients a weight goes on the way it went, a learning rate per step, until
 * m has decayed to nothing.
 */
final class LionRule implements Rule {
  /** Steps for which there is room at first. */
  private static final int FIRST_STEPS = 1 << 12;

  private final Lion settings;
  private final float rest1;
  private final float rest2;
  private final Decay decay;

  /** The way of all steps since {@link #base}, step by step. */
  private double[] ways = {};

  private int base;

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
  public void made(int step, float[] hyper) {
    if (step - base >= ways.length) {
      ways = Arrays.copyOf(ways, Math.max(FIRST_STEPS, 2 * ways.length));
    }
    ways[step - base] = ways[step - base - 1] + hyper[0];
  }

  @Override
  public void restart(int step) {
    base = step;
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
    float kept = decay.after(upTo - after);
    float way = (float) (ways[upTo - base] - ways[after - base]);
    for (int i = at; i < at + n; i++) {
      if (Math.abs(m[i]) * kept >= 2 * Updates.TINY) {
        w[i] -= Math.signum(m[i]) * way;
        m[i] *= kept;
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
    w[i] -= sign * (float) (ways[step - base] - ways[after - base]);
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
