package dev.inlay.train;

import java.util.Arrays;

/**
 * A rule whose weights are followed by an average, its last slot. Rows that catch up walk, unless
 * weights stay where they are without gradients: then the average comes nearer to them by a power
 * of its momentum.
 */
final class AveragedRule implements Rule {
  /** Where the share stands that the average keeps. */
  private static final int KEPT = NUMBERS - 2;

  /** Where it stands whether weights are set to the average: 1 if they are. */
  private static final int OVERWRITES = NUMBERS - 3;

  private final Rule rule;
  private final Options.Ema ema;
  private final Decay decay;
  private final Walk walk = new Walk(Walk.NEVER);

  AveragedRule(Rule rule, Options.Ema ema) {
    this.rule = rule;
    this.ema = ema;
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

  private boolean walks() {
    return rule.drifts() || ema.overwriteFrequency() > 0;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    rule.prepare(step, learningRate, hyper);
    int frequency = ema.overwriteFrequency();
    // The average begins with the first step's weights.
    hyper[KEPT] = step == 1 ? 0 : ema.momentum();
    hyper[OVERWRITES] = frequency > 0 && step % frequency == 0 ? 1 : 0;
  }

  @Override
  public void made(int step, float[] hyper) {
    if (walks()) {
      walk.made(step, hyper);
    }
  }

  @Override
  public void restart(int step) {
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
    Tables.follow(average, w, at, n, hyper[KEPT]);
    if (hyper[OVERWRITES] == 1) {
      System.arraycopy(average, at, w, at, n);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (walks()) {
      walk.catchUp(this, w, slots, at, n, after, upTo);
    } else {
      float kept = after == 0 ? 0 : decay.after(upTo - after);
      Tables.follow(slots[rule.slots()], w, at, n, kept);
    }
  }
}
