package dev.inlay.train;

import java.util.Arrays;

/** {@link Ftrl}. Weights are worked out anew from their slots at each step, gradient or not. */
final class FtrlRule implements Rule {
  private final Ftrl settings;
  private final Walk walk = new Walk(Walk.NEVER, true);

  FtrlRule(Ftrl settings) {
    this.settings = settings;
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
  public void made(int step, float[] hyper) {
    walk.made(step, hyper);
  }

  @Override
  public long bytes(int steps) {
    return Walk.bytes(steps);
  }

  @Override
  public void restart(int step) {
    walk.restart(step);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    // Without shrinkage slots stay as they are, so that the last step says it all.
    int from = settings.l2Shrinkage() == 0 ? upTo - 1 : after;
    walk.catchUp(this, w, slots, at, n, from, upTo);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    update(w, slots, at, g, from, n, hyper[0], settings.l2Shrinkage());
  }

  private void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float lr, float shrinkage) {
    UPDATES.ftrl(
        w,
        at,
        slots[0],
        at,
        slots[1],
        at,
        g,
        from,
        n,
        lr,
        settings.learningRatePower(),
        settings.l1(),
        settings.l2() + settings.beta() / (2 * lr),
        shrinkage);
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
    // As one step by the root of the squares, with the gradient put right where it counts as such.
    Rule.toRoots(squares, from, n);
    update(w, slots, at, squares, from, n, hyper[0], settings.l2Shrinkage());
    for (int i = 0; i < n; i++) {
      slots[1][at + i] += g[from + i] - squares[from + i];
    }
    Arrays.fill(squares, from, from + n, 0);
    update(w, slots, at, squares, from, n, hyper[0], 0);
  }
}
