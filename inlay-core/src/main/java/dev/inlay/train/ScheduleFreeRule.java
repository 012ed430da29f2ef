package dev.inlay.train;

/**
 * {@link ScheduleFreeAdamW}. Without gradients z stays where it is, and x comes nearer to it: of
 * the way from z to x, (1 - 1/t) is left at each step t, which makes s / t from step s to step t. A
 * weight that keeps k of itself at step t loses (1 - k) z of that way, too.
 */
final class ScheduleFreeRule implements Rule {
  private final ScheduleFreeAdamW settings;
  private final float rest2;
  private final Decay decay;
  private final Kept kept = new Kept();
  private final Distance losses = new Distance();

  ScheduleFreeRule(ScheduleFreeAdamW settings) {
    this.settings = settings;
    this.rest2 = 1 - settings.beta2();
    this.decay = new Decay(settings.beta2());
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
  public void prepare(int step, float learningRate, float[] hyper) {
    int warmup = settings.warmupSteps();
    hyper[0] = warmup > 0 ? learningRate * Math.min((float) step / warmup, 1) : learningRate;
    hyper[1] = 1 - (float) Math.pow(settings.beta2(), step);
    hyper[2] = 1f / step;
  }

  @Override
  public void made(int step, float[] hyper) {
    kept.made(step, hyper[KEPT]);
    losses.made(step, (1.0 - hyper[KEPT]) * (step - 1), hyper[KEPT]);
  }

  @Override
  public long bytes(int steps) {
    return Distance.bytes(steps) + Powers.BYTES;
  }

  @Override
  public void restart(int step) {
    kept.restart(step);
    losses.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    float lr = hyper[0];
    float correction = hyper[1];
    float share = hyper[2];
    float beta = settings.beta1();
    float epsilon = settings.epsilon();
    float[] z = slots[0];
    float[] v = slots[1];
    for (int i = 0; i < n; i++) {
      float grad = g[from + i];
      float before = z[at + i];
      v[at + i] += (grad * grad - v[at + i]) * rest2;
      float root = (float) Math.sqrt(v[at + i] / correction);
      float after = before - lr * grad / (root + epsilon);
      float x = (w[at + i] - (1 - beta) * before) / beta;
      x = (1 - share) * x + share * after;
      z[at + i] = after;
      w[at + i] = (1 - beta) * after + beta * x;
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    double share = kept.between(after, upTo);
    float left = (float) (share * after / upTo);
    float lost = (float) (losses.between(after, upTo, share) / upTo);
    float[] z = slots[0];
    for (int i = at; i < at + n; i++) {
      w[i] = z[i] + (w[i] - z[i]) * left - z[i] * lost;
    }
    Decay.scale(slots[1], at, n, decay.after(upTo - after));
  }
}
