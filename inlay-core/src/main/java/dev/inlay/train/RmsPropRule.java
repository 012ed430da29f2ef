package dev.inlay.train;

/**
 * {@link RmsProp}. A gradient of zero adds nothing to the momentum, so rows that catch up go on by
 * their momentum alone while their means decay.
 */
final class RmsPropRule implements Rule {
  private final RmsProp settings;
  private final int slots;
  private final Decay decay;
  private final Drift drift;

  RmsPropRule(RmsProp settings) {
    this.settings = settings;
    this.slots = settings.slots().size();
    this.decay = new Decay(settings.rho());
    this.drift = Drift.ofMomentum(settings.momentum());
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  @Override
  public boolean stays() {
    return slots == 1;
  }

  @Override
  public boolean goesOneWay() {
    return true;
  }

  @Override
  public void made(int step, float[] hyper) {
    // The learning rate is in the momentum.
    drift.made(step, 1, hyper[KEPT]);
  }

  @Override
  public long bytes(int steps) {
    return drift.bytes(steps) + Powers.BYTES;
  }

  @Override
  public void restart(int step) {
    drift.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    update(w, slots, at, g, from, n, hyper[0], settings.rho());
  }

  private void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float lr, float rho) {
    float epsilon = settings.epsilon();
    if (settings.centered()) {
      UPDATES.rmspropCentered(
          w,
          at,
          slots[0],
          at,
          slots[2],
          at,
          slots[1],
          at,
          g,
          from,
          n,
          lr,
          rho,
          settings.momentum(),
          epsilon);
    } else if (settings.momentum() > 0) {
      UPDATES.rmspropMomentum(
          w, at, slots[0], at, slots[1], at, g, from, n, lr, rho, settings.momentum(), epsilon);
    } else {
      UPDATES.rmsprop(w, at, slots[0], at, g, from, n, lr, rho, epsilon);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    int missed = upTo - after;
    Decay.scale(slots[0], at, n, decay.after(missed));
    if (slots.length > 1) {
      drift.catchUp(w, slots[1], at, n, after, upTo);
    }
    if (slots.length > 2) {
      Decay.scale(slots[2], at, n, decay.after(missed));
    }
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
    if (settings.centered()) {
      throw new UnsupportedOperationException(
          "a centered RmsProp can't square the gradients of a repeated id apart");
    }
    // First v alone moves, then the rest.
    Rule.toRoots(squares, from, n);
    UPDATES.rmsprop(w, at, slots[0], at, squares, from, n, 0, settings.rho(), settings.epsilon());
    update(w, slots, at, g, from, n, hyper[0], 1);
  }
}
