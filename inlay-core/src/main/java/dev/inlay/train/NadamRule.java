package dev.inlay.train;

/** {@link Nadam}. Its epsilon grows from step to step, so rows that catch up walk. */
final class NadamRule implements Rule, Walk.Rest {
  private static final double SCHEDULE = 0.96;

  private final Nadam settings;
  private final float rest1;
  private final float rest2;
  private final double beta1;
  private final Decay decay1;
  private final Decay decay2;

  /** After so many steps what is left of a weight's way is lost in rounding. */
  private final int window;

  private final Walk walk = new Walk(this, true);

  /** The product of the momenta up to a step, and that step. */
  private double product = 1;

  private int multiplied;

  NadamRule(Nadam settings) {
    this.settings = settings;
    // Keras rounds these to 32 bits before it takes them from 1.
    this.rest1 = 1 - settings.beta1();
    this.rest2 = 1 - settings.beta2();
    this.beta1 = settings.beta1();
    this.decay1 = new Decay(settings.beta1());
    this.decay2 = new Decay(settings.beta2());
    this.window = Drift.window(beta1, Math.sqrt(settings.beta2()));
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean drifts() {
    return true;
  }

  private double momentum(int step) {
    return beta1 * (1 - 0.5 * Math.pow(SCHEDULE, step));
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    if (step < multiplied) {
      product = 1;
      multiplied = 0;
    }
    while (multiplied < step) {
      multiplied++;
      product *= momentum(multiplied);
    }
    double next = momentum(step + 1);
    hyper[0] = (float) (learningRate * next / (1 - product * next));
    hyper[1] = (float) (learningRate * (1 - momentum(step)) / (1 - product));
    hyper[2] = 1 / (1 - (float) Math.pow(settings.beta2(), step));
  }

  @Override
  public boolean goesOneWay() {
    return true;
  }

  @Override
  public void made(int step, float[] hyper) {
    walk.made(step, hyper);
  }

  @Override
  public long bytes(int steps) {
    return Walk.bytes(steps) + 2 * Powers.BYTES;
  }

  @Override
  public void restart(int step) {
    walk.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    update(w, slots, at, g, from, n, hyper, rest1, rest2);
  }

  private void update(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      int from,
      int n,
      float[] hyper,
      float first,
      float second) {
    MOMENTS.nadam(
        w,
        at,
        slots[0],
        at,
        slots[1],
        at,
        g,
        from,
        n,
        hyper[0],
        hyper[1],
        hyper[2],
        first,
        second,
        settings.epsilon());
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    walk.catchUp(this, w, slots, at, n, after, upTo);
  }

  @Override
  public boolean isReached(float[] w, float[][] slots, int at, int n, int steps) {
    return steps >= window;
  }

  @Override
  public void skip(float[] w, float[][] slots, int at, int n, int steps) {
    Decay.scale(slots[0], at, n, decay1.after(steps));
    Decay.scale(slots[1], at, n, decay2.after(steps));
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
    // First v alone moves, then m and the weight.
    Rule.toRoots(squares, from, n);
    float[] still = hyper.clone();
    still[0] = 0;
    still[1] = 0;
    update(w, slots, at, squares, from, n, still, 0, rest2);
    update(w, slots, at, g, from, n, hyper, rest1, 0);
  }
}
