package dev.inlay.train;

import dev.inlay.kernel.Updates;
import java.util.Arrays;

/**
 * Where a mean of past gradients carries a weight while its gradient is zero, without walking the
 * steps one by one: by Adam and its kin, and by momentum.
 *
 * <p>A weight whose last gradient came at step s has, k steps on, m β₁ᵏ and v β₂ᵏ, so the steps s+1
 * to t carry it by −m Σₖ αₛ₊ₖ β₁ᵏ / (√v β₂^(k/2) + ε), where α is the step's pace. With xₖ = 1 −
 * β₂^(k/2) and q = √v / (√v + ε) each divisor is (√v + ε)(1 − q xₖ), and as xₖ is small wherever
 * β₁ᵏ is not, 1 / (1 − q xₖ) = Σₙ qⁿ xₖⁿ needs few terms. What is left depends on the start alone,
 * not on the weight: Mₙ(s) = Σₖ αₛ₊ₖ β₁ᵏ xₖⁿ. These sums are kept for every start and grow by one
 * term a step, until β₁ᵏ is too small to matter. Momentum is the same without a divisor, of one
 * term.
 *
 * <p>Where weights decay, what a step adds decays in the steps that follow: each start's sums are
 * multiplied by what weights keep before they grow, and a weight by what it keeps over all steps.
 *
 * <p>If the betas make the series long, steps are walked one by one, as far as they matter.
 */
final class Drift {
  /** What may be lost of the way, relative to it: far below a float's rounding. */
  private static final double LOSS = 1e-9;

  private static final int MOST_TERMS = 12;

  /** Sums to which a step adds its term at most. */
  private static final int MOST_SUMS = 48 * 1024;

  private final double beta1;
  private final double root2;
  private final float epsilon;

  /** Whether a root is taken of v. */
  private final boolean squared;

  private final Powers powers1;
  private final Powers powers2;

  /** How many terms the series has; 0 if steps are walked. */
  private final int terms;

  /** After how many steps nothing moves any more. */
  private final int window;

  /** β₁ᵏ xₖⁿ, k falling from the window's length to 1, n rising. */
  private final double[] weights;

  /** Mₙ for the starts from {@link #base}, n rising. */
  private double[] sums = {};

  /** The paces of the steps after {@link #base}, and what weights keep at each. */
  private float[] paces = {};

  private float[] shares = {};
  private final Kept kept = new Kept();

  private int base;
  private int last;

  private Drift(double beta1, double beta2, float epsilon, boolean squared) {
    this.beta1 = beta1;
    this.root2 = squared ? Math.sqrt(beta2) : beta2;
    this.epsilon = epsilon;
    this.squared = squared;
    this.powers1 = new Powers(beta1);
    this.powers2 = new Powers(beta2);
    this.window = window(beta1, root2);
    this.terms = terms();
    this.weights = weights();
  }

  /** Of {@link Adam}, whose divisor is √v + epsilon. */
  static Drift of(double beta1, double beta2, float epsilon) {
    return new Drift(beta1, beta2, epsilon, true);
  }

  /** Of {@link Adamax}, whose divisor is u + epsilon. */
  static Drift ofNorm(double beta1, double beta2, float epsilon) {
    return new Drift(beta1, beta2, epsilon, false);
  }

  /** Of momentum, which moves a weight as it is. */
  static Drift ofMomentum(double momentum) {
    return new Drift(momentum, 1, 0, false);
  }

  /**
   * The steps after which what is left of the way is below {@link #LOSS}.
   *
   * @param beta1 what the mean keeps of itself at each step
   * @param root2 what the divisor keeps
   */
  static int window(double beta1, double root2) {
    double ratio = beta1 / root2;
    if (ratio >= 1) {
      return Integer.MAX_VALUE;
    }
    return ratio == 0 ? 1 : (int) Math.ceil(Math.log(LOSS * (1 - ratio)) / Math.log(ratio));
  }

  private int terms() {
    for (int n = 1; n <= MOST_TERMS && (long) n * window <= MOST_SUMS; n++) {
      double rest = 0;
      double all = 0;
      for (int k = 1; k <= window; k++) {
        double x = 1 - Math.pow(root2, k);
        rest += Math.pow(beta1, k) * Math.pow(x, n) / (1 - x);
        all += Math.pow(beta1, k);
      }
      if (rest <= LOSS * all) {
        return n;
      }
    }
    return 0;
  }

  private double[] weights() {
    double[] w = new double[terms == 0 ? 0 : window * terms];
    for (int k = window; terms > 0 && k >= 1; k--) {
      double x = 1 - Math.pow(root2, k);
      for (int n = 0; n < terms; n++) {
        w[(window - k) * terms + n] = Math.pow(beta1, k) * Math.pow(x, n);
      }
    }
    return w;
  }

  /** {@link Rule#bytes}; weights don't decay. */
  long bytes(int steps) {
    long ofStep = (long) terms * Double.BYTES + 2 * Float.BYTES;
    return Rule.room(steps) * ofStep + (long) weights.length * Double.BYTES + 2 * Powers.BYTES;
  }

  /** Forgets all starts before a step. */
  void restart(int step) {
    Arrays.fill(sums, 0, Math.min(sums.length, (last - base) * terms), 0);
    base = step;
    last = step;
    kept.restart(step);
  }

  /**
   * A step was made: all starts in the window get its term.
   *
   * @param share what weights kept of themselves before they moved
   */
  void made(int step, float pace, float share) {
    int index = step - base - 1;
    if (index >= paces.length) {
      int room = Rule.room(index + 1);
      paces = Arrays.copyOf(paces, room);
      shares = Arrays.copyOf(shares, room);
      sums = Arrays.copyOf(sums, Math.multiplyExact(room, terms));
    }
    paces[index] = pace;
    shares[index] = share;
    kept.made(step, share);
    last = step;
    int starts = Math.min(window, index + 1);
    int to = (index + 1 - starts) * terms;
    int from = (window - starts) * terms;
    for (int i = 0; i < starts * terms; i++) {
      sums[to + i] = sums[to + i] * share + pace * weights[from + i];
    }
  }

  /**
   * Lets a run of weights decay from the last step at which they moved as long as they drift: gives
   * the last step of that. From there on they decay as a whole.
   */
  private int decay(float[] w, int at, int n, int after, int upTo) {
    if (after < base || upTo != last) {
      throw new IllegalStateException(
          "asked for steps %d to %d, kept are %d to %d".formatted(after + 1, upTo, base + 1, last));
    }
    int end = upTo - after > window ? after + window : upTo;
    kept.scale(w, at, n, after, end);
    return end;
  }

  /** Moves a run of weights from start {@code after}, the last step at which they moved. */
  void catchUp(float[] w, float[] m, float[] v, int at, int n, int after, int upTo) {
    int end = decay(w, at, n, after, upTo);
    if (after > 0) {
      float keep1 = (float) powers1.at(upTo - after);
      float keep2 = (float) powers2.at(upTo - after);
      if (terms > 0) {
        int first = (after - base) * terms;
        Rule.MOMENTS.adamDrift(
            w, at, m, at, v, at, n, sums, first, terms, keep1, keep2, epsilon, squared);
      } else {
        walk(w, m, v, at, n, after, end);
        Decay.scale(m, at, n, keep1);
        Decay.scale(v, at, n, keep2);
      }
    }
    kept.scale(w, at, n, end, upTo);
  }

  /**
   * Moves a run of weights whose divisor stays as it is, by the largest v: v alone decays.
   *
   * @param top the largest v
   */
  void catchUp(float[] w, float[] m, float[] v, float[] top, int at, int n, int after, int upTo) {
    int end = decay(w, at, n, after, upTo);
    if (after > 0) {
      float keep1 = (float) powers1.at(upTo - after);
      if (terms > 0) {
        int first = (after - base) * terms;
        Rule.MOMENTS.adamDrift(
            w, at, m, at, top, at, n, sums, first, 1, keep1, 1, epsilon, squared);
      } else {
        double way = way(after, end);
        for (int i = at; i < at + n; i++) {
          w[i] -= (float) (way * m[i] / (Math.sqrt(top[i]) + epsilon));
        }
        Decay.scale(m, at, n, keep1);
      }
      Decay.scale(v, at, n, (float) powers2.at(upTo - after));
    }
    kept.scale(w, at, n, end, upTo);
  }

  /** Moves a run of weights by momentum alone. */
  void catchUp(float[] w, float[] m, int at, int n, int after, int upTo) {
    int end = decay(w, at, n, after, upTo);
    if (after > 0) {
      double way = terms > 0 ? sums[(after - base) * terms] : way(after, end);
      Decay.add(w, m, at, n, (float) -way);
      Decay.scale(m, at, n, (float) powers1.at(upTo - after));
    }
    kept.scale(w, at, n, end, upTo);
  }

  /** Σ αₛ₊ₖ β₁ᵏ, step by step. */
  private double way(int after, int end) {
    double mean = 1;
    double way = 0;
    for (int k = after - base; k < end - base && mean >= Updates.TINY; k++) {
      mean *= beta1;
      way = way * shares[k] + paces[k] * mean;
    }
    return way;
  }

  private void walk(float[] w, float[] m, float[] v, int at, int n, int after, int end) {
    for (int i = at; i < at + n; i++) {
      double mean = m[i];
      double root = squared ? Math.sqrt(v[i]) : v[i];
      double way = 0;
      for (int k = after - base; k < end - base; k++) {
        mean = Math.abs(mean) < Updates.TINY ? 0 : mean * beta1;
        root *= root2;
        way = way * shares[k] + paces[k] * mean / (root + epsilon);
      }
      w[i] -= (float) way;
    }
  }
}
