package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** The loop of {@link SimdLoops.Map}; only its copies ever run. */
final class SimdMap implements SimdLoops.Map {
  private static final SimdLoops.OfOne F =
      SimdLoops.function(MethodHandles.lookup(), SimdLoops.OfOne.class);

  SimdMap() {}

  @Override
  public void map(float[] x, int xOff, float[] dst, int dstOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      F.of(FloatVector.fromArray(S, x, xOff + i)).intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      F.of(FloatVector.fromArray(S, x, xOff + i, rest)).intoArray(dst, dstOff + i, rest);
    }
  }

  @Override
  public void mapSum(float[] x, int xOff, float[] bias, int biasOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      var sum =
          FloatVector.fromArray(S, x, xOff + i).add(FloatVector.fromArray(S, bias, biasOff + i));
      F.of(sum).intoArray(x, xOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var sum =
          FloatVector.fromArray(S, x, xOff + i, rest)
              .add(FloatVector.fromArray(S, bias, biasOff + i, rest));
      F.of(sum).intoArray(x, xOff + i, rest);
    }
  }
}
