package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdUpdates.flush;
import static dev.inlay.kernel.SimdUpdates.sign;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Moments} in vectors; its loops are written as those of {@link SimdUpdates}. The elements
 * that are left are plain, as the JIT doesn't take both into one method: it calls what comes last,
 * with its vectors on the heap.
 */
final class SimdMoments implements Moments {
  private final Moments scalar = new ScalarMoments();

  @Override
  public void adam(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] v,
      int vOff,
      float[] g,
      int gOff,
      int n,
      float alpha,
      float rest1,
      float rest2,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      var vs = FloatVector.fromArray(S, v, vOff + i);
      ms = flush(ms.add(gs.sub(ms).mul(rest1)));
      vs = flush(vs.add(gs.mul(gs).sub(vs).mul(rest2)));
      ms.intoArray(m, mOff + i);
      vs.intoArray(v, vOff + i);
      var step = ms.mul(alpha).div(vs.sqrt().add(epsilon));
      FloatVector.fromArray(S, w, wOff + i).sub(step).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.adam(
          w,
          wOff + whole,
          m,
          mOff + whole,
          v,
          vOff + whole,
          g,
          gOff + whole,
          n - whole,
          alpha,
          rest1,
          rest2,
          epsilon);
    }
  }

  @Override
  public void adamDrift(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] v,
      int vOff,
      int n,
      double[] s,
      int sOff,
      int terms,
      float keep1,
      float keep2,
      float epsilon,
      boolean squared) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var ms = FloatVector.fromArray(S, m, mOff + i);
      var vs = FloatVector.fromArray(S, v, vOff + i);
      var root = squared ? vs.sqrt() : vs;
      var r = FloatVector.broadcast(S, 1).div(root.add(epsilon));
      var q = root.mul(r);
      var sum = FloatVector.broadcast(S, (float) s[sOff + terms - 1]);
      for (int j = sOff + terms - 2; j >= sOff; j--) {
        sum = sum.mul(q).add((float) s[j]);
      }
      FloatVector.fromArray(S, w, wOff + i).sub(ms.mul(sum).mul(r)).intoArray(w, wOff + i);
      flush(ms.mul(keep1)).intoArray(m, mOff + i);
      flush(vs.mul(keep2)).intoArray(v, vOff + i);
    }
    if (whole < n) {
      scalar.adamDrift(
          w,
          wOff + whole,
          m,
          mOff + whole,
          v,
          vOff + whole,
          n - whole,
          s,
          sOff,
          terms,
          keep1,
          keep2,
          epsilon,
          squared);
    }
  }

  @Override
  public void amsgrad(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] v,
      int vOff,
      float[] top,
      int topOff,
      float[] g,
      int gOff,
      int n,
      float alpha,
      float rest1,
      float rest2,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      var vs = FloatVector.fromArray(S, v, vOff + i);
      ms = flush(ms.add(gs.sub(ms).mul(rest1)));
      vs = flush(vs.add(gs.mul(gs).sub(vs).mul(rest2)));
      var ts = FloatVector.fromArray(S, top, topOff + i).max(vs);
      ms.intoArray(m, mOff + i);
      vs.intoArray(v, vOff + i);
      ts.intoArray(top, topOff + i);
      var step = ms.mul(alpha).div(ts.sqrt().add(epsilon));
      FloatVector.fromArray(S, w, wOff + i).sub(step).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.amsgrad(
          w,
          wOff + whole,
          m,
          mOff + whole,
          v,
          vOff + whole,
          top,
          topOff + whole,
          g,
          gOff + whole,
          n - whole,
          alpha,
          rest1,
          rest2,
          epsilon);
    }
  }

  @Override
  public void adamax(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] u,
      int uOff,
      float[] g,
      int gOff,
      int n,
      float alpha,
      float rest1,
      float beta2,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      ms = flush(ms.add(gs.sub(ms).mul(rest1)));
      var us = flush(FloatVector.fromArray(S, u, uOff + i).mul(beta2)).max(gs.abs());
      ms.intoArray(m, mOff + i);
      us.intoArray(u, uOff + i);
      FloatVector.fromArray(S, w, wOff + i)
          .sub(ms.mul(alpha).div(us.add(epsilon)))
          .intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.adamax(
          w,
          wOff + whole,
          m,
          mOff + whole,
          u,
          uOff + whole,
          g,
          gOff + whole,
          n - whole,
          alpha,
          rest1,
          beta2,
          epsilon);
    }
  }

  @Override
  public void nadam(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] v,
      int vOff,
      float[] g,
      int gOff,
      int n,
      float alpha,
      float ahead,
      float correction,
      float rest1,
      float rest2,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      var vs = FloatVector.fromArray(S, v, vOff + i);
      ms = flush(ms.add(gs.sub(ms).mul(rest1)));
      vs = flush(vs.add(gs.mul(gs).sub(vs).mul(rest2)));
      ms.intoArray(m, mOff + i);
      vs.intoArray(v, vOff + i);
      var way = ms.mul(alpha).add(gs.mul(ahead));
      FloatVector.fromArray(S, w, wOff + i)
          .sub(way.div(vs.mul(correction).sqrt().add(epsilon)))
          .intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.nadam(
          w,
          wOff + whole,
          m,
          mOff + whole,
          v,
          vOff + whole,
          g,
          gOff + whole,
          n - whole,
          alpha,
          ahead,
          correction,
          rest1,
          rest2,
          epsilon);
    }
  }

  @Override
  public void lion(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float beta1,
      float rest1,
      float beta2,
      float rest2) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      FloatVector.fromArray(S, w, wOff + i)
          .sub(sign(ms.mul(beta1).add(gs.mul(rest1))).mul(lr))
          .intoArray(w, wOff + i);
      flush(ms.mul(beta2).add(gs.mul(rest2))).intoArray(m, mOff + i);
    }
    if (whole < n) {
      scalar.lion(
          w,
          wOff + whole,
          m,
          mOff + whole,
          g,
          gOff + whole,
          n - whole,
          lr,
          beta1,
          rest1,
          beta2,
          rest2);
    }
  }

  @Override
  public void lamb(
      float[] d,
      int dOff,
      float[] m,
      int mOff,
      float[] v,
      int vOff,
      float[] g,
      int gOff,
      int n,
      float correction1,
      float correction2,
      float rest1,
      float rest2,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var ms = FloatVector.fromArray(S, m, mOff + i);
      var vs = FloatVector.fromArray(S, v, vOff + i);
      ms = flush(ms.add(gs.sub(ms).mul(rest1)));
      vs = flush(vs.add(gs.mul(gs).sub(vs).mul(rest2)));
      ms.intoArray(m, mOff + i);
      vs.intoArray(v, vOff + i);
      ms.mul(correction1).div(vs.mul(correction2).sqrt().add(epsilon)).intoArray(d, dOff + i);
    }
    if (whole < n) {
      scalar.lamb(
          d,
          dOff + whole,
          m,
          mOff + whole,
          v,
          vOff + whole,
          g,
          gOff + whole,
          n - whole,
          correction1,
          correction2,
          rest1,
          rest2,
          epsilon);
    }
  }
}
