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
    if (i < n) {
      int at = aOff + i;
      int bt = bOff + i;
      var rest0 = S.indexInRange(i, n);
      sum0 =
          sum0.blend(
              F.of(
                  sum0,
                  FloatVector.fromArray(S, a, at, rest0),
                  FloatVector.fromArray(S, b, bt, rest0)),
              rest0);
      if (V < 16) {
        var rest1 = S.indexInRange(i + V, n);
        sum1 =
            sum1.blend(
                F.of(
                    sum1,
                    FloatVector.fromArray(S, a, at + V, rest1),
                    FloatVector.fromArray(S, b, bt + V, rest1)),
                rest1);
      }
      if (V < 8) {
        var rest2 = S.indexInRange(i + 2 * V, n);
        var rest3 = S.indexInRange(i + 3 * V, n);
        sum2 =
            sum2.blend(
                F.of(
                    sum2,
                    FloatVector.fromArray(S, a, at + 2 * V, rest2),
                    FloatVector.fromArray(S, b, bt + 2 * V, rest2)),
                rest2);
        sum3 =
            sum3.blend(
                F.of(
                    sum3,
                    FloatVector.fromArray(S, a, at + 3 * V, rest3),
                    FloatVector.fromArray(S, b, bt + 3 * V, rest3)),
                rest3);
      }
    }
    FloatVector even = V < 8 ? sum0.add(sum2) : sum0;
    FloatVector odd = V < 8 ? sum1.add(sum3) : sum1;
    return SimdLanes.fold(V < 16 ? even.add(odd) : even);
  }
}
