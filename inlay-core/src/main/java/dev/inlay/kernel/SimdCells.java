package dev.inlay.kernel;

import static dev.inlay.kernel.SimdElementary.sigmoid;
import static dev.inlay.kernel.SimdElementary.tanh;
import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/** {@link Cells} in vectors. */
final class SimdCells implements Cells {
  @Override
  public void lstm(
      float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units) {
    int j = 0;
    for (; j <= units - V; j += V) {
      lstm(z, zOff + j, cPrev, cPrevOff + j, out, outOff + j, units, null);
    }
    if (j < units) {
      var rest = S.indexInRange(j, units);
      lstm(z, zOff + j, cPrev, cPrevOff + j, out, outOff + j, units, rest);
    }
  }

  private static void lstm(
      float[] z,
      int zAt,
      float[] cPrev,
      int cPrevAt,
      float[] out,
      int at,
      int units,
      @Nullable VectorMask<Float> rest) {
    FloatVector i = sigmoid(load(z, zAt, rest));
    FloatVector f = sigmoid(load(z, zAt + units, rest));
    FloatVector g = tanh(load(z, zAt + 2 * units, rest));
    FloatVector o = sigmoid(load(z, zAt + 3 * units, rest));
    FloatVector c = f.mul(load(cPrev, cPrevAt, rest)).add(i.mul(g));
    store(i, out, at, rest);
    store(f, out, at + units, rest);
    store(g, out, at + 2 * units, rest);
    store(o, out, at + 3 * units, rest);
    store(c, out, at + 4 * units, rest);
    store(o.mul(tanh(c)), out, at + 5 * units, rest);
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
    FloatVector t = tanh(load(out, at + 4 * units, rest));
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
