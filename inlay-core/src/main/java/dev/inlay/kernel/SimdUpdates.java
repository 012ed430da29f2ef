package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Updates} in vectors. The body of each loop stands twice, for whole vectors and for the
 * rest under a mask: one method for both would be too large for the compiler to take into the loop,
 * and what is handed to a method that it doesn't take in becomes an object, for each vector.
 */
final class SimdUpdates implements Updates {
  private final Updates scalar = new ScalarUpdates();

  @Override
  public void sgd(float[] w, int wOff, float[] g, int gOff, int n, float lr) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var step = FloatVector.fromArray(S, g, gOff + i).mul(lr);
      FloatVector.fromArray(S, w, wOff + i).sub(step).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var step = FloatVector.fromArray(S, g, gOff + whole, rest).mul(lr);
      FloatVector.fromArray(S, w, wOff + whole, rest).sub(step).intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void momentum(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float momentum,
      boolean nesterov) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var step = FloatVector.fromArray(S, g, gOff + i).mul(lr);
      var ms = flush(FloatVector.fromArray(S, m, mOff + i).mul(momentum).sub(step));
      ms.intoArray(m, mOff + i);
      var move = nesterov ? ms.mul(momentum).sub(step) : ms;
      FloatVector.fromArray(S, w, wOff + i).add(move).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var step = FloatVector.fromArray(S, g, gOff + whole, rest).mul(lr);
      var ms = flush(FloatVector.fromArray(S, m, mOff + whole, rest).mul(momentum).sub(step));
      ms.intoArray(m, mOff + whole, rest);
      var move = nesterov ? ms.mul(momentum).sub(step) : ms;
      FloatVector.fromArray(S, w, wOff + whole, rest).add(move).intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void adagrad(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float epsilon,
      boolean outside) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var as = FloatVector.fromArray(S, a, aOff + i).add(gs.mul(gs));
      as.intoArray(a, aOff + i);
      var root = outside ? as.sqrt().add(epsilon) : as.add(epsilon).sqrt();
      FloatVector.fromArray(S, w, wOff + i).sub(gs.mul(lr).div(root)).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var gs = FloatVector.fromArray(S, g, gOff + whole, rest);
      var as = FloatVector.fromArray(S, a, aOff + whole, rest).add(gs.mul(gs));
      as.intoArray(a, aOff + whole, rest);
      var root = outside ? as.sqrt().add(epsilon) : as.add(epsilon).sqrt();
      FloatVector.fromArray(S, w, wOff + whole, rest)
          .sub(gs.mul(lr).div(root))
          .intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void adadelta(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] d,
      int dOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float rho,
      float remainder,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var as = flush(FloatVector.fromArray(S, a, aOff + i).mul(rho).add(gs.mul(gs).mul(remainder)));
      var ds = FloatVector.fromArray(S, d, dOff + i);
      var step = ds.add(epsilon).sqrt().mul(gs).div(as.add(epsilon).sqrt());
      as.intoArray(a, aOff + i);
      flush(ds.mul(rho).add(step.mul(step).mul(remainder))).intoArray(d, dOff + i);
      FloatVector.fromArray(S, w, wOff + i).sub(step.mul(lr)).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.adadelta(
          w,
          wOff + whole,
          a,
          aOff + whole,
          d,
          dOff + whole,
          g,
          gOff + whole,
          n - whole,
          lr,
          rho,
          remainder,
          epsilon);
    }
  }

  @Override
  public void rmsprop(
      float[] w,
      int wOff,
      float[] v,
      int vOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float rho,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var vs = decay(FloatVector.fromArray(S, v, vOff + i), rho, gs.mul(gs));
      vs.intoArray(v, vOff + i);
      var step = gs.mul(lr).div(vs.add(epsilon).sqrt());
      FloatVector.fromArray(S, w, wOff + i).sub(step).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var gs = FloatVector.fromArray(S, g, gOff + whole, rest);
      var vs = decay(FloatVector.fromArray(S, v, vOff + whole, rest), rho, gs.mul(gs));
      vs.intoArray(v, vOff + whole, rest);
      var step = gs.mul(lr).div(vs.add(epsilon).sqrt());
      FloatVector.fromArray(S, w, wOff + whole, rest).sub(step).intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void rmspropMomentum(
      float[] w,
      int wOff,
      float[] v,
      int vOff,
      float[] m,
      int mOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float rho,
      float momentum,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var vs = decay(FloatVector.fromArray(S, v, vOff + i), rho, gs.mul(gs));
      var step = gs.mul(lr).div(vs.add(epsilon).sqrt());
      var ms = flush(FloatVector.fromArray(S, m, mOff + i).mul(momentum).add(step));
      vs.intoArray(v, vOff + i);
      ms.intoArray(m, mOff + i);
      FloatVector.fromArray(S, w, wOff + i).sub(ms).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.rmspropMomentum(
          w,
          wOff + whole,
          v,
          vOff + whole,
          m,
          mOff + whole,
          g,
          gOff + whole,
          n - whole,
          lr,
          rho,
          momentum,
          epsilon);
    }
  }

  @Override
  public void rmspropCentered(
      float[] w,
      int wOff,
      float[] v,
      int vOff,
      float[] a,
      int aOff,
      float[] m,
      int mOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float rho,
      float momentum,
      float epsilon) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var vs = decay(FloatVector.fromArray(S, v, vOff + i), rho, gs.mul(gs));
      var as = decay(FloatVector.fromArray(S, a, aOff + i), rho, gs);
      var step = gs.mul(lr).div(vs.sub(as.mul(as)).add(epsilon).sqrt());
      var ms = flush(FloatVector.fromArray(S, m, mOff + i).mul(momentum).add(step));
      vs.intoArray(v, vOff + i);
      as.intoArray(a, aOff + i);
      ms.intoArray(m, mOff + i);
      FloatVector.fromArray(S, w, wOff + i).sub(ms).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.rmspropCentered(
          w,
          wOff + whole,
          v,
          vOff + whole,
          a,
          aOff + whole,
          m,
          mOff + whole,
          g,
          gOff + whole,
          n - whole,
          lr,
          rho,
          momentum,
          epsilon);
    }
  }

  /** Vectors for the power of a half, which is the usual one. */
  @Override
  public void ftrl(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] l,
      int lOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float lrPower,
      float l1,
      float l2,
      float shrinkage) {
    if (lrPower != -0.5f) {
      scalar.ftrl(w, wOff, a, aOff, l, lOff, g, gOff, n, lr, lrPower, l1, l2, shrinkage);
      return;
    }
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var ws = FloatVector.fromArray(S, w, wOff + i);
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var before = FloatVector.fromArray(S, a, aOff + i);
      var after = before.add(gs.mul(gs));
      var root = after.sqrt();
      var change = root.sub(before.sqrt()).div(lr).mul(ws);
      var ls = FloatVector.fromArray(S, l, lOff + i).add(gs.add(ws.mul(2 * shrinkage))).sub(change);
      after.intoArray(a, aOff + i);
      ls.intoArray(l, lOff + i);
      var clipped = ls.max(-l1).min(l1);
      clipped.sub(ls).div(root.div(lr).add(2 * l2)).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var ws = FloatVector.fromArray(S, w, wOff + whole, rest);
      var gs = FloatVector.fromArray(S, g, gOff + whole, rest);
      var before = FloatVector.fromArray(S, a, aOff + whole, rest);
      var after = before.add(gs.mul(gs));
      var root = after.sqrt();
      var change = root.sub(before.sqrt()).div(lr).mul(ws);
      var ls =
          FloatVector.fromArray(S, l, lOff + whole, rest)
              .add(gs.add(ws.mul(2 * shrinkage)))
              .sub(change);
      after.intoArray(a, aOff + whole, rest);
      ls.intoArray(l, lOff + whole, rest);
      var clipped = ls.max(-l1).min(l1);
      clipped.sub(ls).div(root.div(lr).add(2 * l2)).intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void proximal(
      float[] w, int wOff, float[] g, int gOff, int n, float lr, float l1, float l2) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var p =
          FloatVector.fromArray(S, w, wOff + i).sub(FloatVector.fromArray(S, g, gOff + i).mul(lr));
      sign(p).mul(p.abs().sub(lr * l1).max(0)).div(1 + lr * l2).intoArray(w, wOff + i);
    }
    if (whole < n) {
      var rest = S.indexInRange(whole, n);
      var p =
          FloatVector.fromArray(S, w, wOff + whole, rest)
              .sub(FloatVector.fromArray(S, g, gOff + whole, rest).mul(lr));
      sign(p).mul(p.abs().sub(lr * l1).max(0)).div(1 + lr * l2).intoArray(w, wOff + whole, rest);
    }
  }

  @Override
  public void proximalAdagrad(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float l1,
      float l2) {
    int whole = S.loopBound(n);
    for (int i = 0; i < whole; i += V) {
      var gs = FloatVector.fromArray(S, g, gOff + i);
      var as = FloatVector.fromArray(S, a, aOff + i).add(gs.mul(gs));
      var rate = FloatVector.broadcast(S, lr).div(as.sqrt());
      var p = FloatVector.fromArray(S, w, wOff + i).sub(gs.mul(rate));
      as.intoArray(a, aOff + i);
      var size = p.abs().sub(rate.mul(l1)).max(0);
      sign(p).mul(size).div(rate.mul(l2).add(1)).intoArray(w, wOff + i);
    }
    if (whole < n) {
      scalar.proximalAdagrad(
          w, wOff + whole, a, aOff + whole, g, gOff + whole, n - whole, lr, l1, l2);
    }
  }

  /** {@code rho x + (1 - rho) y}. */
  private static FloatVector decay(FloatVector x, float rho, FloatVector y) {
    return flush(x.mul(rho).add(y.mul(1 - rho)));
  }

  static FloatVector flush(FloatVector x) {
    return x.blend(0, x.abs().compare(VectorOperators.LT, TINY));
  }

  /** -1, 0 or 1. */
  static FloatVector sign(FloatVector x) {
    return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
  }
}
