package dev.inlay.train;

/**
 * A rule whose weights decay before each step. Decay and the rule's own way don't simply add up, so
 * rows that catch up walk.
 */
final class TunedRule implements Rule {
  /** Where the share stands that a weight keeps. */
  private static final int KEPT = NUMBERS - 1;

  private final Rule rule;
  private final float weightDecay;
  private final Walk walk = new Walk(Walk.NEVER);

  TunedRule(Rule rule, float weightDecay) {
    this.rule = rule;
    this.weightDecay = weightDecay;
  }

  @Override
  public int slots() {
    return rule.slots();
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    rule.prepare(step, learningRate, hyper);
    hyper[KEPT] = 1 - weightDecay * learningRate;
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
    scale(w, at, n, hyper[KEPT]);
    rule.update(w, slots, at, g, from, n, hyper);
  }

  @Override
  public boolean wantsSizesApart() {
    return rule.wantsSizesApart();
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
    scale(w, at, n, hyper[KEPT]);
    rule.updateApart(w, slots, at, g, squares, from, n, hyper);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    walk.catchUp(this, w, slots, at, n, after, upTo);
  }

  private static void scale(float[] w, int at, int n, float factor) {
    for (int i = at; i < at + n; i++) {
      w[i] *= factor;
    }
  }
}
