package dev.inlay.train;

import dev.inlay.kernel.Updates;

/** What gradients of zero do to slots and weights that only decay by a factor at each step. */
final class Decay {
  private final Powers powers;

  Decay(float base) {
    this.powers = new Powers(base);
  }

  /** What is left after some steps. */
  float after(int steps) {
    return (float) powers.at(steps);
  }

  /** Multiplies a run of a slot; what comes near to zero becomes zero, as in {@link Updates}. */
  static void scale(float[] slot, int at, int n, float factor) {
    for (int i = at; i < at + n; i++) {
      float x = slot[i] * factor;
      slot[i] = Math.abs(x) < Updates.TINY ? 0 : x;
    }
  }

  /** Whether all of a run is zero. */
  static boolean isZero(float[] slot, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (slot[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code w += factor m}. */
  static void add(float[] w, float[] m, int at, int n, float factor) {
    for (int i = at; i < at + n; i++) {
      w[i] += factor * m[i];
    }
  }
}
