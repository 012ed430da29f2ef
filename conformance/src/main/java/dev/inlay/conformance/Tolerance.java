package dev.inlay.conformance;

/**
 * How far an answer may be from the reference's: {@code |actual - expected| <= absolute + relative
 * |expected|}, as NumPy's {@code assert_allclose}.
 */
record Tolerance(double absolute, double relative) {
  static final Tolerance EXACT = new Tolerance(0, 0);

  /** For values, gradients and metrics that were computed in 32-bit floats. */
  static final Tolerance FLOAT32 = new Tolerance(1e-6, 1e-5);

  /** The one that a case states, else that of floats. */
  static Tolerance of(Case golden) {
    if (!golden.has("tolerance")) {
      return FLOAT32;
    }
    Case stated = golden.object("tolerance");
    if (stated.has("exact")) {
      return EXACT;
    }
    if (stated.has("decimal")) {
      return new Tolerance(1.5 * Math.pow(10, -stated.integer("decimal")), 0);
    }
    return new Tolerance(
        Encoded.number(stated.get("atol")).doubleValue(),
        Encoded.number(stated.get("rtol")).doubleValue());
  }

  /**
   * Compares.
   *
   * @param what the answer is, for messages
   * @throws Mismatch naming the element that is farthest off
   */
  void check(String what, Answer actual, Answer expected) {
    boolean single = expected.numbers().size() == 1 && expected.shape().rank() == 0;
    if (!actual.shape().equals(expected.shape()) && !single) {
      throw new Mismatch(
          "%s has shape %s, not %s".formatted(what, actual.shape(), expected.shape()));
    }
    int worst = -1;
    double farthest = 0;
    int off = 0;
    for (int i = 0; i < actual.numbers().size(); i++) {
      double a = actual.numbers().get(i);
      double e = expected.numbers().get(single ? 0 : i);
      if (!allows(a, e)) {
        off++;
        double difference =
            Double.isFinite(a) && Double.isFinite(e) ? Math.abs(a - e) : Double.POSITIVE_INFINITY;
        if (worst < 0 || difference > farthest) {
          worst = i;
          farthest = difference;
        }
      }
    }
    if (worst >= 0) {
      throw new Mismatch(
          "%s: largest difference %.3g, at element %d of %s, which is %s, not %s; %d of %d are off"
              .formatted(
                  what,
                  farthest,
                  worst,
                  actual.shape(),
                  actual.numbers().get(worst),
                  expected.numbers().get(single ? 0 : worst),
                  off,
                  actual.numbers().size()));
    }
  }

  private boolean allows(double actual, double expected) {
    if (Double.compare(actual, expected) == 0 || actual == expected) {
      return true;
    }
    return Double.isFinite(expected)
        && Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
  }
}
