package dev.inlay.train;

import java.util.Arrays;

/**
 * A rule whose weights are followed by an average, its last slot. Where weights only decay without
 * gradients, an average of rows that catch up is made of what is left of it and of what it has
 * taken of the weights; else rows walk.
 */
final class AveragedRule implements Rule {
  /** Where the share stands that the average keeps. */
  private static final int STAYS = NUMBERS - 2;

  /** Where it stands whether weights are set to the average: 1 if they are. */
  private static final int OVERWRITES = NUMBERS - 3;

  private final Rule rule;
  private final Options.Ema ema;
  private final int every;
  private final boolean walks;
  private final Decay decay;
  private final Kept kept = new Kept();

  /** What the average takes of weights, in shares of what these keep of themselves. */
  private final Distance taken = new Distance();

  /** Whether weights decay faster than the average: those shares would grow out of bounds. */
  private boolean outruns;

  private final Walk walk = new Walk(Walk.NEVER, false);

  /**
   * A rule with an average.
   *
   * @param stays whether weights do nothing but decay without gradients
   * @param every after how many steps weights move
   */
  AveragedRule(Rule rule, Options.Ema ema, boolean stays, int every) {
    this.rule = rule;
    this.ema = ema;
    this.every = every;
    this.walks = !stays || ema.overwriteFrequency() > 0;
    this.decay = new Decay(ema.momentum());
  }

  @Override
  public int slots() {
    return rule.slots() + 1;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    rule.prepare(step, learningRate, hyper);
    int frequency = ema.overwriteFrequency();
    int moved = (step - 1) / every;
    // The average begins with the first step's weights.
    hyper[STAYS] = moved == 0 ? 0 : ema.momentum();
    hyper[OVERWRITES] = frequency > 0 && (moved + 1) % frequency == 0 ? 1 : 0;
  }

  @Override
  public void made(int step, float[] hyper) {
    if (walks) {
      walk.made(step, hyper);
    } else {
      rule.made(step, hyper);
      kept.made(step, hyper[KEPT]);
      outruns |= hyper[KEPT] < hyper[STAYS];
      taken.made(step, 1.0 - hyper[STAYS], (double) hyper[STAYS] / hyper[KEPT]);
    }
  }

  @Override
  public long bytes(int steps) {
    return walks
        ? rule.bytes(0) + Walk.bytes(steps)
        : rule.bytes(steps) + Distance.bytes(steps) + Powers.BYTES;
  }

  @Override
  public void restart(int step) {
    rule.restart(step);
    kept.restart(step);
    taken.restart(step);
    outruns = false;
    walk.restart(step);
  }

  private float[][] own(float[][] slots) {
    return Arrays.copyOf(slots, rule.slots());
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    rule.update(w, own(slots), at, g, from, n, hyper);
    follow(w, slots[rule.slots()], at, n, hyper);
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
    rule.updateApart(w, own(slots), at, g, squares, from, n, hyper);
    follow(w, slots[rule.slots()], at, n, hyper);
  }

  private static void follow(float[] w, float[] average, int at, int n, float[] hyper) {
    Tables.follow(average, w, at, n, hyper[STAYS]);
    if (hyper[OVERWRITES] == 1) {
      System.arraycopy(average, at, w, at, n);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (walks) {
      walk.catchUp(this, w, slots, at, n, after, upTo);
      return;
    }
    float[] average = slots[rule.slots()];
    double share = kept.between(after, upTo);
    float left = after < every ? 0 : decay.after(upTo - after);
    float from =
        (float) (outruns ? taken(after, upTo) : share * taken.between(after, upTo, left / share));
    for (int i = at; i < at + n; i++) {
      average[i] = left * average[i] + from * w[i];
    }
    if (rule.drifts()) {
      rule.catchUp(w, own(slots), at, n, after, upTo);
    }
  }

  /** What an average takes of a weight over some steps, step by step. */
  private double taken(int after, int upTo) {
    double sum = 0;
    for (int step = after + 1; step <= upTo; step++) {
      double stays = step <= every ? 0 : ema.momentum();
      sum = stays * sum + (1 - stays) * kept.between(after, step);
    }
    return sum;
  }
}
