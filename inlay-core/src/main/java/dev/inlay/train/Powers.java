package dev.inlay.train;

/** Whole powers of a number from 0 to 1, up to a limit by two small tables. */
final class Powers {
  /** The largest exponent that the tables know. */
  static final int LIMIT = 1 << 16;

  private static final int LOW_BITS = 8;
  private static final int LOW = 1 << LOW_BITS;

  private static final int HIGH = (LIMIT >>> LOW_BITS) + 1;

  /** What the tables take. */
  static final long BYTES = (LOW + HIGH) * (long) Double.BYTES;

  private final double base;
  private final double[] low = new double[LOW];
  private final double[] high = new double[HIGH];

  Powers(double base) {
    this.base = base;
    for (int i = 0; i < LOW; i++) {
      low[i] = Math.pow(base, i);
    }
    for (int i = 0; i < high.length; i++) {
      high[i] = Math.pow(base, (double) i * LOW);
    }
  }

  /** base^k for k of 0 or more. */
  double at(int k) {
    return k > LIMIT ? Math.pow(base, k) : high[k >>> LOW_BITS] * low[k & (LOW - 1)];
  }
}
