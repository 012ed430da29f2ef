package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** {@link Cells} in vectors, in several passes: the JIT gives up on methods with many functions. */
final class SimdCells implements Cells {
  private final Pointwise pointwise;

  SimdCells(Pointwise pointwise) {
    this.pointwise = pointwise;
  }

  @Override
  public void lstm(
      float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units) {
    int g = 2 * units;
    int o = 3 * units;
    int c = outOff + 4 * units;
    int h = outOff + 5 * units;
    pointwise.unary(Unary.SIGMOID, z, zOff, out, outOff, g);
    pointwise.unary(Unary.TANH, z, zOff + g, out, outOff + g, units);
    pointwise.unary(Unary.SIGMOID, z, zOff + o, out, outOff + o, units);
    int j = 0;
    for (; j <= units - V; j += V) {
      state(cPrev, cPrevOff + j, out, outOff + j, units, null);
    }
    if (j < units) {
      state(cPrev, cPrevOff + j, out, outOff + j, units, S.indexInRange(j, units));
    }
    pointwise.unary(Unary.TANH, out, c, out, h, units);
    pointwise.binary(Binary.MUL, out, outOff + o, out, h, out, h, units);
  }

  private static void state(
      float[] cPrev,
      int cPrevAt,
      float[] out,
      int at,
      int units,
      @Nullable VectorMask<Float> rest) {
    FloatVector i = load(out, at, rest);
    FloatVector f = load(out, at + units, rest);
    FloatVector g = load(out, at + 2 * units, rest);
    store(f.mul(load(cPrev, cPrevAt, rest)).add(i.mul(g)), out, at + 4 * units, rest);
  }

  @Override
  public void lstmGrad(
      float[] out,
      int outOff,
      float[] cPrev,
      int cPrevOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units) {
    // The state's activation waits where the first gate's gradient will be.
    pointwise.unary(Unary.TANH, out, outOff + 4 * units, dz, dzOff, units);
    int j = 0;
    for (; j <= units - V; j += V) {
      grad(
          out,
          outOff + j,
          cPrev,
          cPrevOff + j,
          dh,
          dhOff + j,
          dc,
          dcOff + j,
          dz,
          dzOff + j,
          units,
          null);
    }
    if (j < units) {
      var rest = S.indexInRange(j, units);
      grad(
          out,
          outOff + j,
          cPrev,
          cPrevOff + j,
          dh,
          dhOff + j,
          dc,
          dcOff + j,
          dz,
          dzOff + j,
          units,
          rest);
    }
  }

  private static void grad(
      float[] out,
      int at,
      float[] cPrev,
      int cPrevAt,
      float[] dh,
      int dhAt,
      float[] dc,
      int dcAt,
      float[] dz,
      int dzAt,
      int units,
      @Nullable VectorMask<Float> rest) {
    FloatVector i = load(out, at, rest);
    FloatVector f = load(out, at + units, rest);
    FloatVector g = load(out, at + 2 * units, rest);
    FloatVector o = load(out, at + 3 * units, rest);
    FloatVector t = load(dz, dzAt, rest);
    FloatVector dhs = load(dh, dhAt, rest);
    FloatVector dcs = load(dc, dcAt, rest).add(dhs.mul(o).mul(toOne(t.mul(t))));
    store(dcs.mul(g).mul(i.mul(toOne(i))), dz, dzAt, rest);
    store(dcs.mul(load(cPrev, cPrevAt, rest)).mul(f.mul(toOne(f))), dz, dzAt + units, rest);
    store(dcs.mul(i).mul(toOne(g.mul(g))), dz, dzAt + 2 * units, rest);
    store(dhs.mul(t).mul(o.mul(toOne(o))), dz, dzAt + 3 * units, rest);
    store(dcs.mul(f), dc, dcAt, rest);
  }

  /** 1 - x. */
  private static FloatVector toOne(FloatVector x) {
    return x.neg().add(1);
  }
}
