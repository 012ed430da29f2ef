package dev.inlay.train;

/** {@link Adam}. */
final class AdamRule implements Rule {
  private final float beta1;
  private final float beta2;
  private final float rest1;
  private final float rest2;
  private final float epsilon;
  private final Drift drift;

  AdamRule(Adam settings) {
    this.beta1 = settings.beta1();
    this.beta2 = settings.beta2();
    this.rest1 = rest(beta1);
    this.rest2 = rest(beta2);
    this.epsilon = settings.epsilon();
    this.drift = Drift.of(1.0 - rest1, 1.0 - rest2, epsilon);
  }

  /** One minus the number as it was written: Keras forms it in 64 bits before it rounds. */
  static float rest(float beta) {
    return (float) (1 - Double.parseDouble(Float.toString(beta)));
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
  public Decaying decaying() {
    return Decaying.WITHIN;
  }

  @Override
  public void prepare(int step, float learningRate, float[] hyper) {
    hyper[0] = pace(beta1, beta2, step, learningRate);
  }

  /** The learning rate with both corrections, which Keras forms in 32 bits. */
  static float pace(float beta1, float beta2, int step, float learningRate) {
    float correction1 = 1 - (float) Math.pow(beta1, step);
    float correction2 = 1 - (float) Math.pow(beta2, step);
    return learningRate * (float) Math.sqrt(correction2) / correction1;
  }

  @Override
  public void made(int step, float[] hyper) {
    drift.made(step, hyper[0], hyper[KEPT]);
  }

  @Override
  public void restart(int step) {
    drift.restart(step);
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    MOMENTS.adam(w, at, slots[0], at, slots[1], at, g, from, n, hyper[0], rest1, rest2, epsilon);
  }

  @Override
  public void catchUp(float[] w, float[][] slots, int at, int n, int after, int upTo) {
    drift.catchUp(w, slots[0], slots[1], at, n, after, upTo);
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
    MOMENTS.adam(w, at, slots[0], at, slots[1], at, squares, from, n, 0, 0, rest2, epsilon);
    MOMENTS.adam(w, at, slots[0], at, slots[1], at, g, from, n, hyper[0], rest1, 0, epsilon);
  }
}
