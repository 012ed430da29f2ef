package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

import java.lang.invoke.MethodHandles;

/** The loop of {@link SimdLoops.Map}; only its copies ever run. */
final class SimdMap implements SimdLoops.Map {
  private static final SimdLoops.OfOne F =
      SimdLoops.function(MethodHandles.lookup(), SimdLoops.OfOne.class);

  SimdMap() {}

  @Override
  public void map(float[] x, int xOff, float[] dst, int dstOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      store(F.of(load(x, xOff + i, null)), dst, dstOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      store(F.of(load(x, xOff + i, rest)), dst, dstOff + i, rest);
    }
  }

  @Override
  public void mapSum(float[] x, int xOff, float[] bias, int biasOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      var sum = load(x, xOff + i, null).add(load(bias, biasOff + i, null));
      store(F.of(sum), x, xOff + i, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var sum = load(x, xOff + i, rest).add(load(bias, biasOff + i, rest));
      store(F.of(sum), x, xOff + i, rest);
    }
  }
}
