package dev.inlay.train;

import java.util.Arrays;

/**
 * Rows that catch up step by step, where no formula leads there: a step at a gradient of zero for
 * each step that was missed. It costs a row no more than if the whole table were moved.
 */
final class Walk {
  /** Where a row need not walk on. */
  interface Rest {
    /**
     * Whether steps at gradients of zero change nothing more than what {@link #skip} does.
     *
     * @param at where the row begins
     * @param steps how many it has walked
     */
    boolean isReached(float[] w, float[][] slots, int at, int n, int steps);

    /** Does what so many steps do, but for the decay of weights. */
    void skip(float[] w, float[][] slots, int at, int n, int steps);
  }

  /** Rows that never rest. */
  static final Rest NEVER =
      new Rest() {
        @Override
        public boolean isReached(float[] w, float[][] slots, int at, int n, int steps) {
          return false;
        }

        @Override
        public void skip(float[] w, float[][] slots, int at, int n, int steps) {}
      };

  private final Rest rest;

  /** Whether weights decay here, not by the rule. */
  private final boolean decays;

  private final Kept kept = new Kept();

  /** The numbers of the steps since {@link #base}. */
  private float[][] numbers = {};

  private int base;
  private volatile float[] zeros = {};

  Walk(Rest rest, boolean decays) {
    this.rest = rest;
    this.decays = decays;
  }

  void made(int step, float[] hyper) {
    int index = step - base - 1;
    if (index >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(16, 2 * numbers.length));
    }
    numbers[index] = hyper.clone();
    kept.made(step, hyper[Rule.KEPT]);
  }

  /** {@link Rule#bytes}; weights don't decay. */
  static long bytes(int steps) {
    long header = 16;
    return steps * (header + Rule.NUMBERS * Float.BYTES);
  }

  void restart(int step) {
    numbers = new float[0][];
    base = step;
    kept.restart(step);
  }

  /** Leads a row from one step to another. */
  void catchUp(Rule rule, float[] w, float[][] slots, int at, int n, int after, int upTo) {
    float[] still = zeros;
    if (still.length < n) {
      still = new float[n];
      zeros = still;
    }
    for (int step = after; step < upTo; step++) {
      if (rest.isReached(w, slots, at, n, step - after)) {
        rest.skip(w, slots, at, n, upTo - step);
        kept.scale(w, at, n, step, upTo);
        return;
      }
      if (decays) {
        Tables.scale(w, at, n, numbers[step - base][Rule.KEPT]);
      }
      rule.update(w, slots, at, still, 0, n, numbers[step - base]);
    }
  }
}
