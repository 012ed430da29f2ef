package dev.inlay.train;

import java.util.Arrays;

/** A way made of a piece at each step, of which the next steps keep what weights keep. */
final class Distance {
  /** The way since {@link #base}, step by step. */
  private double[] ways = {};

  private int base;

  /** A step was made. */
  void made(int step, double piece, double share) {
    int index = step - base;
    if (index >= ways.length) {
      ways = Arrays.copyOf(ways, Rule.room(index));
    }
    ways[index] = ways[index - 1] * share + piece;
  }

  /** {@link Rule#bytes}. */
  static long bytes(int steps) {
    return (long) Rule.room(steps) * Double.BYTES;
  }

  /** All that is asked for from now on begins at this step or later. */
  void restart(int step) {
    base = step;
  }

  /**
   * What the steps {@code after + 1 .. upTo} have added.
   *
   * @param share what they keep
   */
  double between(int after, int upTo, double share) {
    return ways[upTo - base] - ways[after - base] * share;
  }
}
