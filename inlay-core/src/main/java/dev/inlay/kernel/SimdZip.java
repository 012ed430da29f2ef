package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** The loop of {@link SimdLoops.Zip}; only its copies ever run. */
final class SimdZip implements SimdLoops.Zip {
  private static final SimdLoops.OfTwo F =
      SimdLoops.function(MethodHandles.lookup(), SimdLoops.OfTwo.class);

  SimdZip() {}

  @Override
  public void zip(float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      var left = FloatVector.fromArray(S, a, aOff + i);
      F.of(left, FloatVector.fromArray(S, b, bOff + i)).intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var left = FloatVector.fromArray(S, a, aOff + i, rest);
      F.of(left, FloatVector.fromArray(S, b, bOff + i, rest)).intoArray(dst, dstOff + i, rest);
    }
  }

  @Override
  public void zipRight(float[] a, int aOff, float b, float[] dst, int dstOff, int n) {
    var right = FloatVector.broadcast(S, b);
    int i = 0;
    for (; i <= n - V; i += V) {
      F.of(FloatVector.fromArray(S, a, aOff + i), right).intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      F.of(FloatVector.fromArray(S, a, aOff + i, rest), right).intoArray(dst, dstOff + i, rest);
    }
  }

  @Override
  public void zipLeft(float a, float[] b, int bOff, float[] dst, int dstOff, int n) {
    var left = FloatVector.broadcast(S, a);
    int i = 0;
    for (; i <= n - V; i += V) {
      F.of(left, FloatVector.fromArray(S, b, bOff + i)).intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      F.of(left, FloatVector.fromArray(S, b, bOff + i, rest)).intoArray(dst, dstOff + i, rest);
    }
  }
}
