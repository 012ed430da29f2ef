package dev.inlay.train;

/** A rule whose weights decay before each step. */
final class TunedRule implements Rule {
  private final Rule rule;
  private final float weightDecay;
  private final Kept kept = new Kept();

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
  public boolean goesOneWay() {
    return rule.goesOneWay();
  }

  @Override
  public void made(int step, float[] hyper) {
    rule.made(step, hyper);
    kept.made(step, hyper[KEPT]);
  }

  @Override
  public long bytes(int steps) {
    // A rule that drifts keeps what is kept of the decay, too.
    return rule.bytes(steps) + (rule.drifts() ? 2 : 1) * Kept.bytes(steps);
  }

  @Override
  public void restart(int step) {
    rule.restart(step);
    kept.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    Tables.scale(w, at, n, hyper[KEPT]);
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
    Tables.scale(w, at, n, hyper[KEPT]);
    rule.updateApart(w, slots, at, g, squares, from, n, hyper);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (rule.drifts()) {
      rule.catchUp(w, slots, at, n, after, upTo);
    }
    if (rule.stays()) {
      kept.scale(w, at, n, after, upTo);
    }
  }
}
