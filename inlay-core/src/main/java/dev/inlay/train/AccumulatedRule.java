package dev.inlay.train;

/** A rule that moves weights once in so many steps. */
final class AccumulatedRule implements Rule {
  /** Where it stands whether weights move in a step: 1 if they do. */
  private static final int MOVES = NUMBERS - 4;

  private final Rule rule;
  private final int every;

  AccumulatedRule(Rule rule, int every) {
    this.rule = rule;
    this.every = every;
  }

  @Override
  public int slots() {
    return rule.slots();
  }

  @Override
  public boolean drifts() {
    return rule.drifts();
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    hyper[MOVES] = step % every == 0 ? 1 : 0;
    if (hyper[MOVES] == 1) {
      rule.prepare(step / every, learningRate, hyper);
    } else {
      hyper[KEPT] = 1;
    }
  }

  @Override
  public void made(int step, float[] hyper) {
    if (hyper[MOVES] == 1) {
      rule.made(step / every, hyper);
    }
  }

  @Override
  public long bytes(int steps) {
    return rule.bytes(steps / every);
  }

  @Override
  public void restart(int step) {
    rule.restart(step / every);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    if (hyper[MOVES] == 1) {
      rule.update(w, slots, at, g, from, n, hyper);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (after / every < upTo / every && rule.drifts()) {
      rule.catchUp(w, slots, at, n, after / every, upTo / every);
    }
  }
}
