package dev.inlay.kernel;

import static dev.inlay.kernel.ScalarUpdates.flush;
import static dev.inlay.kernel.ScalarUpdates.sqrt;

/** {@link Moments} in plain loops. */
final class ScalarMoments implements Moments {
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = flush(m[mOff + i] + (gi - m[mOff + i]) * rest1);
      float vi = flush(v[vOff + i] + (gi * gi - v[vOff + i]) * rest2);
      m[mOff + i] = mi;
      v[vOff + i] = vi;
      w[wOff + i] -= mi * alpha / (sqrt(vi) + epsilon);
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
    for (int i = 0; i < n; i++) {
      float root = squared ? sqrt(v[vOff + i]) : v[vOff + i];
      float r = 1 / (root + epsilon);
      float q = root * r;
      float sum = (float) s[sOff + terms - 1];
      for (int j = sOff + terms - 2; j >= sOff; j--) {
        sum = sum * q + (float) s[j];
      }
      w[wOff + i] -= m[mOff + i] * sum * r;
      m[mOff + i] = flush(m[mOff + i] * keep1);
      v[vOff + i] = flush(v[vOff + i] * keep2);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = flush(m[mOff + i] + (gi - m[mOff + i]) * rest1);
      float vi = flush(v[vOff + i] + (gi * gi - v[vOff + i]) * rest2);
      float ti = Math.max(top[topOff + i], vi);
      m[mOff + i] = mi;
      v[vOff + i] = vi;
      top[topOff + i] = ti;
      w[wOff + i] -= mi * alpha / (sqrt(ti) + epsilon);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = flush(m[mOff + i] + (gi - m[mOff + i]) * rest1);
      float ui = Math.max(flush(u[uOff + i] * beta2), Math.abs(gi));
      m[mOff + i] = mi;
      u[uOff + i] = ui;
      w[wOff + i] -= mi * alpha / (ui + epsilon);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = flush(m[mOff + i] + (gi - m[mOff + i]) * rest1);
      float vi = flush(v[vOff + i] + (gi * gi - v[vOff + i]) * rest2);
      m[mOff + i] = mi;
      v[vOff + i] = vi;
      w[wOff + i] -= (mi * alpha + gi * ahead) / (sqrt(vi * correction) + epsilon);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = m[mOff + i];
      w[wOff + i] -= Math.signum(mi * beta1 + gi * rest1) * lr;
      m[mOff + i] = flush(mi * beta2 + gi * rest2);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float mi = flush(m[mOff + i] + (gi - m[mOff + i]) * rest1);
      float vi = flush(v[vOff + i] + (gi * gi - v[vOff + i]) * rest2);
      m[mOff + i] = mi;
      v[vOff + i] = vi;
      d[dOff + i] = mi * correction1 / (sqrt(vi * correction2) + epsilon);
    }
  }
}
