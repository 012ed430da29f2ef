package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The loop of {@link SimdLoops.Fold}; only its copies ever run. One, two or four vectors make the
 * sixteen lanes; those that a machine doesn't need are gone when the loop is compiled.
 */
final class SimdFold implements SimdLoops.Fold {
  private static final SimdLoops.OfThree F =
      SimdLoops.function(MethodHandles.lookup(), SimdLoops.OfThree.class);

  SimdFold() {}

  @Override
  public float fold(float[] a, int aOff, float[] b, int bOff, int n) {
    FloatVector sum0 = FloatVector.zero(S);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int i = 0;
    for (; i <= n - Folds.LANES; i += Folds.LANES) {
      int at = aOff + i;
      int bt = bOff + i;
      sum0 = F.of(sum0, FloatVector.fromArray(S, a, at), FloatVector.fromArray(S, b, bt));
      if (V < 16) {
        sum1 = F.of(sum1, FloatVector.fromArray(S, a, at + V), FloatVector.fromArray(S, b, bt + V));
      }
      if (V < 8) {
        sum2 =
            F.of(
                sum2,
                FloatVector.fromArray(S, a, at + 2 * V),
                FloatVector.fromArray(S, b, bt + 2 * V));
        sum3 =
            F.of(
                sum3,
                FloatVector.fromArray(S, a, at + 3 * V),
                FloatVector.fromArray(S, b, bt + 3 * V));
      }
    }
    // The rest takes its turns with the vectors in one place: for all of them beside the loop
    // above,
    // the method would be too long for the JIT, which then leaves vectors on the heap.
    for (int end = Math.ceilDiv(n, Folds.LANES) * Folds.LANES; i < end; i += V) {
      var rest = S.indexInRange(i, n);
      FloatVector next =
          sum0.blend(
              F.of(
                  sum0,
                  FloatVector.fromArray(S, a, aOff + i, rest),
                  FloatVector.fromArray(S, b, bOff + i, rest)),
              rest);
      sum0 = V < 16 ? sum1 : next;
      if (V < 8) {
        sum1 = sum2;
        sum2 = sum3;
        sum3 = next;
      } else if (V < 16) {
        sum1 = next;
      }
    }
    FloatVector even = V < 8 ? sum0.add(sum2) : sum0;
    FloatVector odd = V < 8 ? sum1.add(sum3) : sum1;
    return SimdLanes.fold(V < 16 ? even.add(odd) : even);
  }
}
