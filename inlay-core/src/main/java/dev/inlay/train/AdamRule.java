package dev.inlay.train;

/**
 * {@link Adam}. With the largest v in the place of v, the divisor stays as it is where there are no
 * gradients.
 */
record AdamRule(Adam settings, float rest1, float rest2, Drift drift) implements DriftingRule {
  AdamRule(Adam settings) {
    this(settings, rest(settings.beta1()), rest(settings.beta2()));
  }

  private AdamRule(Adam settings, float rest1, float rest2) {
    this(settings, rest1, rest2, Drift.of(1.0 - rest1, 1.0 - rest2, settings.epsilon()));
  }

  /** One minus the number as it was written: Keras forms it in 64 bits before it rounds. */
  static float rest(float beta) {
    return (float) (1 - Double.parseDouble(Float.toString(beta)));
  }

  @Override
  public int slots() {
    return settings.amsgrad() ? 3 : 2;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    // Keras forms both corrections in 32 bits.
    float correction1 = 1 - (float) Math.pow(settings.beta1(), step);
    float correction2 = 1 - (float) Math.pow(settings.beta2(), step);
    hyper[0] = learningRate * (float) Math.sqrt(correction2) / correction1;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    move(w, slots, at, g, from, n, hyper[0], rest1, rest2);
  }

  private void move(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      int from,
      int n,
      float pace,
      float first,
      float second) {
    float epsilon = settings.epsilon();
    float[] m = slots[0];
    float[] v = slots[1];
    if (settings.amsgrad()) {
      float[] top = slots[2];
      MOMENTS.amsgrad(w, at, m, at, v, at, top, at, g, from, n, pace, first, second, epsilon);
    } else {
      MOMENTS.adam(w, at, m, at, v, at, g, from, n, pace, first, second, epsilon);
    }
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    if (settings.amsgrad()) {
      drift.catchUp(w, slots[0], slots[1], slots[2], at, n, after, upTo);
    } else {
      drift.catchUp(w, slots[0], slots[1], at, n, after, upTo);
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
    // First v alone moves, then m and the weight.
    Rule.toRoots(squares, from, n);
    move(w, slots, at, squares, from, n, 0, 0, rest2);
    move(w, slots, at, g, from, n, hyper[0], rest1, 0);
  }
}
