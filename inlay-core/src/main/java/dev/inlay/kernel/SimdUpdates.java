package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;
import static dev.inlay.kernel.SimdLanes.load;
import static dev.inlay.kernel.SimdLanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/** {@link Updates} in vectors. */
final class SimdUpdates implements Updates {
  private final Updates scalar = new ScalarUpdates();

  @Override
  public void sgd(float[] w, int wOff, float[] g, int gOff, int n, float lr) {
    int i = 0;
    for (; i <= n - V; i += V) {
      sgd(w, wOff + i, g, gOff + i, lr, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      sgd(w, wOff + i, g, gOff + i, lr, rest);
    }
  }

  private static void sgd(
      float[] w, int wAt, float[] g, int gAt, float lr, @Nullable VectorMask<Float> rest) {
    var step = load(g, gAt, rest).mul(lr);
    store(load(w, wAt, rest).sub(step), w, wAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      momentum(w, wOff + i, m, mOff + i, g, gOff + i, lr, momentum, nesterov, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      momentum(w, wOff + i, m, mOff + i, g, gOff + i, lr, momentum, nesterov, rest);
    }
  }

  private static void momentum(
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] g,
      int gAt,
      float lr,
      float momentum,
      boolean nesterov,
      @Nullable VectorMask<Float> rest) {
    var step = load(g, gAt, rest).mul(lr);
    var ms = flush(load(m, mAt, rest).mul(momentum).sub(step));
    store(ms, m, mAt, rest);
    var move = nesterov ? ms.mul(momentum).sub(step) : ms;
    store(load(w, wAt, rest).add(move), w, wAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      adagrad(w, wOff + i, a, aOff + i, g, gOff + i, lr, epsilon, outside, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      adagrad(w, wOff + i, a, aOff + i, g, gOff + i, lr, epsilon, outside, rest);
    }
  }

  private static void adagrad(
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] g,
      int gAt,
      float lr,
      float epsilon,
      boolean outside,
      @Nullable VectorMask<Float> rest) {
    var gs = load(g, gAt, rest);
    var as = load(a, aAt, rest).add(gs.mul(gs));
    store(as, a, aAt, rest);
    var root = outside ? as.sqrt().add(epsilon) : as.add(epsilon).sqrt();
    store(load(w, wAt, rest).sub(gs.mul(lr).div(root)), w, wAt, rest);
  }

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
    int i = 0;
    for (; i <= n - V; i += V) {
      adam(w, wOff + i, m, mOff + i, v, vOff + i, g, gOff + i, alpha, rest1, rest2, epsilon, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      adam(w, wOff + i, m, mOff + i, v, vOff + i, g, gOff + i, alpha, rest1, rest2, epsilon, rest);
    }
  }

  private static void adam(
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      float alpha,
      float rest1,
      float rest2,
      float epsilon,
      @Nullable VectorMask<Float> rest) {
    var gs = load(g, gAt, rest);
    var ms = load(m, mAt, rest);
    var vs = load(v, vAt, rest);
    ms = flush(ms.add(gs.sub(ms).mul(rest1)));
    vs = flush(vs.add(gs.mul(gs).sub(vs).mul(rest2)));
    store(ms, m, mAt, rest);
    store(vs, v, vAt, rest);
    var step = ms.mul(alpha).div(vs.sqrt().add(epsilon));
    store(load(w, wAt, rest).sub(step), w, wAt, rest);
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
      float epsilon) {
    int i = 0;
    for (; i <= n - V; i += V) {
      drift(w, wOff + i, m, mOff + i, v, vOff + i, s, sOff, terms, keep1, keep2, epsilon, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      drift(w, wOff + i, m, mOff + i, v, vOff + i, s, sOff, terms, keep1, keep2, epsilon, rest);
    }
  }

  private static void drift(
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      double[] s,
      int sOff,
      int terms,
      float keep1,
      float keep2,
      float epsilon,
      @Nullable VectorMask<Float> rest) {
    var ms = load(m, mAt, rest);
    var vs = load(v, vAt, rest);
    var root = vs.sqrt();
    var r = FloatVector.broadcast(S, 1).div(root.add(epsilon));
    var q = root.mul(r);
    var sum = FloatVector.broadcast(S, (float) s[sOff + terms - 1]);
    for (int j = sOff + terms - 2; j >= sOff; j--) {
      sum = sum.mul(q).add((float) s[j]);
    }
    store(load(w, wAt, rest).sub(ms.mul(sum).mul(r)), w, wAt, rest);
    store(flush(ms.mul(keep1)), m, mAt, rest);
    store(flush(vs.mul(keep2)), v, vAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      rmsprop(w, wOff + i, v, vOff + i, g, gOff + i, lr, rho, epsilon, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      rmsprop(w, wOff + i, v, vOff + i, g, gOff + i, lr, rho, epsilon, rest);
    }
  }

  private static void rmsprop(
      float[] w,
      int wAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      float lr,
      float rho,
      float epsilon,
      @Nullable VectorMask<Float> rest) {
    var gs = load(g, gAt, rest);
    var vs = decay(load(v, vAt, rest), rho, gs.mul(gs));
    store(vs, v, vAt, rest);
    var step = gs.mul(lr).div(vs.add(epsilon).sqrt());
    store(load(w, wAt, rest).sub(step), w, wAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      rmspropMomentum(
          w, wOff + i, v, vOff + i, m, mOff + i, g, gOff + i, lr, rho, momentum, epsilon, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      rmspropMomentum(
          w, wOff + i, v, vOff + i, m, mOff + i, g, gOff + i, lr, rho, momentum, epsilon, rest);
    }
  }

  private static void rmspropMomentum(
      float[] w,
      int wAt,
      float[] v,
      int vAt,
      float[] m,
      int mAt,
      float[] g,
      int gAt,
      float lr,
      float rho,
      float momentum,
      float epsilon,
      @Nullable VectorMask<Float> rest) {
    var gs = load(g, gAt, rest);
    var vs = decay(load(v, vAt, rest), rho, gs.mul(gs));
    var step = gs.mul(lr).div(vs.add(epsilon).sqrt());
    var ms = flush(load(m, mAt, rest).mul(momentum).add(step));
    store(vs, v, vAt, rest);
    store(ms, m, mAt, rest);
    store(load(w, wAt, rest).sub(ms), w, wAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      rmspropCentered(
          w, wOff + i, v, vOff + i, a, aOff + i, m, mOff + i, g, gOff + i, lr, rho, momentum,
          epsilon, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      rmspropCentered(
          w, wOff + i, v, vOff + i, a, aOff + i, m, mOff + i, g, gOff + i, lr, rho, momentum,
          epsilon, rest);
    }
  }

  private static void rmspropCentered(
      float[] w,
      int wAt,
      float[] v,
      int vAt,
      float[] a,
      int aAt,
      float[] m,
      int mAt,
      float[] g,
      int gAt,
      float lr,
      float rho,
      float momentum,
      float epsilon,
      @Nullable VectorMask<Float> rest) {
    var gs = load(g, gAt, rest);
    var vs = decay(load(v, vAt, rest), rho, gs.mul(gs));
    var as = decay(load(a, aAt, rest), rho, gs);
    var step = gs.mul(lr).div(vs.sub(as.mul(as)).add(epsilon).sqrt());
    var ms = flush(load(m, mAt, rest).mul(momentum).add(step));
    store(vs, v, vAt, rest);
    store(as, a, aAt, rest);
    store(ms, m, mAt, rest);
    store(load(w, wAt, rest).sub(ms), w, wAt, rest);
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
    int i = 0;
    for (; i <= n - V; i += V) {
      ftrl(w, wOff + i, a, aOff + i, l, lOff + i, g, gOff + i, lr, l1, l2, shrinkage, null);
    }
    if (i < n) {
      var rest = S.indexInRange(i, n);
      ftrl(w, wOff + i, a, aOff + i, l, lOff + i, g, gOff + i, lr, l1, l2, shrinkage, rest);
    }
  }

  private static void ftrl(
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] l,
      int lAt,
      float[] g,
      int gAt,
      float lr,
      float l1,
      float l2,
      float shrinkage,
      @Nullable VectorMask<Float> rest) {
    var ws = load(w, wAt, rest);
    var gs = load(g, gAt, rest);
    var before = load(a, aAt, rest);
    var after = before.add(gs.mul(gs));
    var root = after.sqrt();
    var change = root.sub(before.sqrt()).div(lr).mul(ws);
    var ls = load(l, lAt, rest).add(gs.add(ws.mul(2 * shrinkage))).sub(change);
    store(after, a, aAt, rest);
    store(ls, l, lAt, rest);
    var clipped = ls.max(-l1).min(l1);
    store(clipped.sub(ls).div(root.div(lr).add(2 * l2)), w, wAt, rest);
  }

  /** {@code rho x + (1 - rho) y}. */
  private static FloatVector decay(FloatVector x, float rho, FloatVector y) {
    return flush(x.mul(rho).add(y.mul(1 - rho)));
  }

  private static FloatVector flush(FloatVector x) {
    return x.blend(0, x.abs().compare(VectorOperators.LT, TINY));
  }
}
