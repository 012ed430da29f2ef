package dev.inlay.train;

import java.util.Arrays;

/** What is left of weights that lose a share of themselves at each step, over any steps. */
final class Kept {
  /** Of the products of what was kept at all steps since {@link #base}; empty if that was all. */
  private double[] logarithms = {};

  private int base;

  /**
   * A step was made.
   *
   * @param share what weights kept of themselves
   */
  void made(int step, float share) {
    if (share == 1 && logarithms.length == 0) {
      return;
    }
    if (!(share > 0)) {
      throw new IllegalArgumentException(
          "at step %d weights decay by %s of themselves; choose a decay that is less than 1 when"
                  .formatted(step, 1 - share)
              + " multiplied by the learning rate, or dense rows");
    }
    int index = step - base;
    if (index >= logarithms.length) {
      logarithms = Arrays.copyOf(logarithms, Rule.room(index));
    }
    logarithms[index] = logarithms[index - 1] + Math.log(share);
  }

  /** {@link Rule#bytes}, of weights that decay. */
  static long bytes(int steps) {
    return (long) Rule.room(steps) * Double.BYTES;
  }

  /** All that is asked for from now on begins at this step or later. */
  void restart(int step) {
    logarithms = new double[0];
    base = step;
  }

  /** What the steps {@code after + 1 .. upTo} leave of a weight. */
  double between(int after, int upTo) {
    return logarithms.length == 0
        ? 1
        : Math.exp(logarithms[upTo - base] - logarithms[after - base]);
  }

  /** Leaves of a run of weights what those steps do. */
  void scale(float[] w, int at, int n, int after, int upTo) {
    float share = (float) between(after, upTo);
    if (share != 1) {
      Tables.scale(w, at, n, share);
    }
  }
}
