package dev.inlay.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of all SIMD loops, and how their lanes are added up.
 *
 * <p>No loop takes shorter ones. The JIT expects what it has seen, and it sees what a method of the
 * Vector API is called on for the whole process, not for one loop: if that were of two sizes, a
 * vector that a loop has summed up would be asked for its size where it is stored, for which it
 * must be an object. Tiles of matrix products, compiled so, put each of their sums on the heap in
 * each round, and were ten times slower, or a hundred.
 */
final class SimdLanes {
  /** The machine's own vectors, of sixteen lanes at most: sums are defined by sixteen. */
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Lanes of a vector. */
  static final int V = S.length();

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private SimdLanes() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(S, lane -> (lane + lanes) % V);
  }

  /** {@code to = from} in a run, which may be short. */
  static void copy(float[] from, int fromOff, float[] to, int toOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      FloatVector.fromArray(S, from, fromOff + i).intoArray(to, toOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      FloatVector.fromArray(S, from, fromOff + i, rest).intoArray(to, toOff + i, rest);
    }
  }

  /** Adds the lanes as {@link Folds} says, from sums of V lanes each. */
  static float fold(FloatVector v) {
    FloatVector sum = v;
    if (V >= 16) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (V >= 8) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (V >= 4) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }
}
