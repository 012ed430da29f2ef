package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

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
      var left = load(a, aOff + i, null);
      store(F.of(left, load(b, bOff + i, null)), dst, dstOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var left = load(a, aOff + i, rest);
      store(F.of(left, load(b, bOff + i, rest)), dst, dstOff + i, rest);
    }
  }

  @Override
  public void zipRight(float[] a, int aOff, float b, float[] dst, int dstOff, int n) {
    var right = FloatVector.broadcast(S, b);
    int i = 0;
    for (; i <= n - V; i += V) {
      store(F.of(load(a, aOff + i, null), right), dst, dstOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      store(F.of(load(a, aOff + i, rest), right), dst, dstOff + i, rest);
    }
  }

  @Override
  public void zipLeft(float a, float[] b, int bOff, float[] dst, int dstOff, int n) {
    var left = FloatVector.broadcast(S, a);
    int i = 0;
    for (; i <= n - V; i += V) {
      store(F.of(left, load(b, bOff + i, null)), dst, dstOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      store(F.of(left, load(b, bOff + i, rest)), dst, dstOff + i, rest);
    }
  }
}
