package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The loop of a long function. The JIT puts so much into one method and no more: where it finds two
 * such functions in a row, or one of them twice, it calls the last, with its vectors on the heap.
 * So whole vectors and the rest are left to a copy of the loop each, of which the JIT drops what
 * never runs, and both are behind handles that aren't constant, where it never looks.
 */
final class SimdApart implements SimdLoops.Map {
  private static final MethodType LOOP =
      MethodType.methodType(
          void.class, float[].class, int.class, float[].class, int.class, int.class);

  private final MethodHandle map;
  private final MethodHandle mapRest;
  private final MethodHandle mapSum;
  private final MethodHandle mapSumRest;

  SimdApart(SimdLoops.Map whole, SimdLoops.Map rest) {
    this.map = handle(whole, "map");
    this.mapRest = handle(rest, "map");
    this.mapSum = handle(whole, "mapSum");
    this.mapSumRest = handle(rest, "mapSum");
  }

  private static MethodHandle handle(SimdLoops.Map loop, String name) {
    try {
      return MethodHandles.lookup().findVirtual(SimdLoops.Map.class, name, LOOP).bindTo(loop);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a loop lacks " + name, e);
    }
  }

  @Override
  public void map(float[] x, int xOff, float[] dst, int dstOff, int n) {
    run(map, mapRest, x, xOff, dst, dstOff, n);
  }

  @Override
  public void mapSum(float[] x, int xOff, float[] bias, int biasOff, int n) {
    run(mapSum, mapSumRest, x, xOff, bias, biasOff, n);
  }

  private static void run(
      MethodHandle whole, MethodHandle rest, float[] a, int aOff, float[] b, int bOff, int n) {
    int end = S.loopBound(n);
    try {
      if (end > 0) {
        whole.invokeExact(a, aOff, b, bOff, end);
      }
      if (end < n) {
        rest.invokeExact(a, aOff + end, b, bOff + end, n - end);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a loop throws what it doesn't declare", e);
    }
  }
}
