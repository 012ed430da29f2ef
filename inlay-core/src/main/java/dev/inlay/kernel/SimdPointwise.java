package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** {@link Pointwise} in vectors, but for sine, cosine and power, which have no vector form here. */
final class SimdPointwise implements Pointwise {
  private final Pointwise scalar = new ScalarPointwise();
  private final SimdLoops.@Nullable Map[] maps = new SimdLoops.Map[Unary.values().length];
  private final SimdLoops.@Nullable Zip[] zips = new SimdLoops.Zip[Binary.values().length];
  private final SimdLoops.@Nullable Zip[] grads = new SimdLoops.Zip[Unary.values().length];

  @Override
  public void unary(Unary f, float[] x, int xOff, float[] dst, int dstOff, int n) {
    SimdLoops.Map map = map(f);
    if (map == null) {
      scalar.unary(f, x, xOff, dst, dstOff, n);
    } else {
      map.map(x, xOff, dst, dstOff, n);
    }
  }

  @Override
  public void biasUnary(Unary f, float[] bias, int biasOff, float[] x, int xOff, int rows, int n) {
    SimdLoops.Map map = map(f);
    if (map == null) {
      scalar.biasUnary(f, bias, biasOff, x, xOff, rows, n);
      return;
    }
    for (int r = 0; r < rows; r++) {
      map.mapSum(x, xOff + r * n, bias, biasOff, n);
    }
  }

  @Override
  public void binary(
      Binary f, float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    SimdLoops.Zip zip = zip(f);
    if (zip == null) {
      scalar.binary(f, a, aOff, b, bOff, dst, dstOff, n);
    } else {
      zip.zip(a, aOff, b, bOff, dst, dstOff, n);
    }
  }

  @Override
  public void binaryScalar(Binary f, float[] a, int aOff, float b, float[] dst, int dstOff, int n) {
    SimdLoops.Zip zip = zip(f);
    if (zip == null) {
      scalar.binaryScalar(f, a, aOff, b, dst, dstOff, n);
    } else {
      zip.zipRight(a, aOff, b, dst, dstOff, n);
    }
  }

  @Override
  public void scalarBinary(Binary f, float a, float[] b, int bOff, float[] dst, int dstOff, int n) {
    SimdLoops.Zip zip = zip(f);
    if (zip == null) {
      scalar.scalarBinary(f, a, b, bOff, dst, dstOff, n);
    } else {
      zip.zipLeft(a, b, bOff, dst, dstOff, n);
    }
  }

  @Override
  public void gradFromResult(
      Unary f, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
    SimdLoops.Zip zip = grads[f.ordinal()];
    if (zip == null) {
      zip = SimdLoops.zip(SimdFunctions.gradFromResult(f));
      grads[f.ordinal()] = zip;
    }
    zip.zip(y, yOff, dy, dyOff, dx, dxOff, n);
  }

  // Two threads that come first may each make a copy; both are right, and one of them stays.

  private SimdLoops.@Nullable Map map(Unary f) {
    SimdLoops.Map map = maps[f.ordinal()];
    SimdLoops.OfOne function = map == null ? SimdFunctions.of(f) : null;
    if (function != null) {
      map = SimdFunctions.isLong(f) ? SimdLoops.mapOfLong(function) : SimdLoops.map(function);
      maps[f.ordinal()] = map;
    }
    return map;
  }

  private SimdLoops.@Nullable Zip zip(Binary f) {
    SimdLoops.Zip zip = zips[f.ordinal()];
    SimdLoops.OfTwo function = zip == null ? SimdFunctions.of(f) : null;
    if (function != null) {
      zip = SimdLoops.zip(function);
      zips[f.ordinal()] = zip;
    }
    return zip;
  }

  @Override
  public void where(
      float[] mask,
      int maskOff,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      float[] dst,
      int dstOff,
      int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      var first = FloatVector.fromArray(S, mask, maskOff + i).compare(VectorOperators.NE, 0);
      FloatVector.fromArray(S, b, bOff + i)
          .blend(FloatVector.fromArray(S, a, aOff + i), first)
          .intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var first = FloatVector.fromArray(S, mask, maskOff + i, rest).compare(VectorOperators.NE, 0);
      FloatVector.fromArray(S, b, bOff + i, rest)
          .blend(FloatVector.fromArray(S, a, aOff + i, rest), first)
          .intoArray(dst, dstOff + i, rest);
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
    FloatVector factor = FloatVector.broadcast(S, alpha);
    int i = 0;
    for (; i <= n - V; i += V) {
      var product = FloatVector.fromArray(S, x, xOff + i).mul(factor);
      FloatVector.fromArray(S, y, yOff + i).add(product).intoArray(y, yOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var product = FloatVector.fromArray(S, x, xOff + i, rest).mul(factor);
      FloatVector.fromArray(S, y, yOff + i, rest).add(product).intoArray(y, yOff + i, rest);
    }
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    int i = 0;
    for (; i <= n - V; i += V) {
      FloatVector.fromArray(S, a, aOff + i)
          .fma(FloatVector.fromArray(S, b, bOff + i), FloatVector.fromArray(S, dst, dstOff + i))
          .intoArray(dst, dstOff + i);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      var left = FloatVector.fromArray(S, a, aOff + i, rest);
      var right = FloatVector.fromArray(S, b, bOff + i, rest);
      left.fma(right, FloatVector.fromArray(S, dst, dstOff + i, rest))
          .intoArray(dst, dstOff + i, rest);
    }
  }
}
