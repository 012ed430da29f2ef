package dev.inlay.engine;

/**
 * What is done to a variable's gradient before its rule sees it: it is multiplied by a factor, and
 * its numbers are kept within a limit. Where the factor depends on gradients, the engine first adds
 * up their squares, always in the same order; of a table, those of the rows that a batch looked up,
 * which are all that aren't zero.
 */
public final class Shaping {
  private final boolean measured;
  private final boolean apart;
  private final float limit;
  private double squares;
  private float factor = 1;

  private Shaping(boolean measured, boolean apart, float limit) {
    this.measured = measured;
    this.apart = apart;
    this.limit = limit;
  }

  /**
   * By a factor that is set when the gradient's squares are known.
   *
   * @param apart whether gradients of an id that a batch looks up repeatedly are squared apart
   */
  public static Shaping byNorm(boolean apart) {
    return new Shaping(true, apart, Float.POSITIVE_INFINITY);
  }

  /**
   * By keeping numbers from -limit to limit.
   *
   * @param apart whether each gradient of an id that a batch looks up repeatedly is kept so, not
   *     their sum
   */
  public static Shaping within(float limit, boolean apart) {
    return new Shaping(false, apart, limit);
  }

  /** The sum of the squares of the present gradient. */
  public double squares() {
    return squares;
  }

  /** What the present gradient is multiplied by. */
  public void factor(float value) {
    factor = value;
  }

  /** Whether it wants to know the gradient's squares. */
  boolean isMeasured() {
    return measured;
  }

  boolean isApart() {
    return apart;
  }

  /** Within which numbers what is summed is kept before that. */
  float limitApart() {
    return apart ? limit : Float.POSITIVE_INFINITY;
  }

  /** Begins a step. */
  void reset() {
    squares = 0;
    factor = 1;
  }

  void add(double more) {
    squares += more;
  }

  /** Whether the present gradient, when it is summed, stays as it is. */
  boolean isNone() {
    return factor == 1 && (apart || limit == Float.POSITIVE_INFINITY);
  }

  /** Shapes a run of numbers. */
  void shape(float[] g, int from, float[] to, int at, int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] = Math.clamp(g[from + i] * factor, -limit, limit);
    }
  }

  /**
   * Shapes what was summed besides a gradient: its squares, or its sizes.
   *
   * @param sizes whether these are sizes
   */
  void shapeSeconds(float[] seconds, int n, boolean sizes) {
    float by = sizes ? factor : factor * factor;
    for (int i = 0; i < n; i++) {
      seconds[i] *= by;
    }
  }

  /** Σ x from the beginning. */
  static double sum(float[] x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** Σ x² of a run. */
  static double squares(float[] x, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += (double) x[i] * x[i];
    }
    return sum;
  }
}
