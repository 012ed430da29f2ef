package dev.inlay.kernel;

/** {@link Updates} in plain loops. */
final class ScalarUpdates implements Updates {
  @Override
  public void sgd(float[] w, int wOff, float[] g, int gOff, int n, float lr) {
    for (int i = 0; i < n; i++) {
      w[wOff + i] -= lr * g[gOff + i];
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
    for (int i = 0; i < n; i++) {
      float step = lr * g[gOff + i];
      float mi = flush(m[mOff + i] * momentum - step);
      m[mOff + i] = mi;
      w[wOff + i] += nesterov ? mi * momentum - step : mi;
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float ai = a[aOff + i] + gi * gi;
      a[aOff + i] = ai;
      w[wOff + i] -= lr * gi / (outside ? sqrt(ai) + epsilon : sqrt(ai + epsilon));
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float ai = flush(a[aOff + i] * rho + gi * gi * remainder);
      float di = d[dOff + i];
      float step = sqrt(di + epsilon) * gi / sqrt(ai + epsilon);
      a[aOff + i] = ai;
      d[dOff + i] = flush(di * rho + step * step * remainder);
      w[wOff + i] -= step * lr;
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
    float rest = 1 - rho;
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float vi = flush(v[vOff + i] * rho + gi * gi * rest);
      v[vOff + i] = vi;
      w[wOff + i] -= lr * gi / sqrt(vi + epsilon);
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
    float rest = 1 - rho;
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float vi = flush(v[vOff + i] * rho + gi * gi * rest);
      float mi = flush(m[mOff + i] * momentum + lr * gi / sqrt(vi + epsilon));
      v[vOff + i] = vi;
      m[mOff + i] = mi;
      w[wOff + i] -= mi;
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
    float rest = 1 - rho;
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float vi = flush(v[vOff + i] * rho + gi * gi * rest);
      float ai = flush(a[aOff + i] * rho + gi * rest);
      float mi = flush(m[mOff + i] * momentum + lr * gi / sqrt(vi - ai * ai + epsilon));
      v[vOff + i] = vi;
      a[aOff + i] = ai;
      m[mOff + i] = mi;
      w[wOff + i] -= mi;
    }
  }

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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float wi = w[wOff + i];
      float before = power(a[aOff + i], -lrPower);
      float ai = a[aOff + i] + gi * gi;
      float after = power(ai, -lrPower);
      float li = l[lOff + i] + (gi + 2 * shrinkage * wi) - (after - before) / lr * wi;
      a[aOff + i] = ai;
      l[lOff + i] = li;
      w[wOff + i] = (Math.clamp(li, -l1, l1) - li) / (after / lr + 2 * l2);
    }
  }

  @Override
  public void proximal(
      float[] w, int wOff, float[] g, int gOff, int n, float lr, float l1, float l2) {
    for (int i = 0; i < n; i++) {
      float p = w[wOff + i] - g[gOff + i] * lr;
      w[wOff + i] = Math.signum(p) * Math.max(Math.abs(p) - lr * l1, 0) / (1 + lr * l2);
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
    for (int i = 0; i < n; i++) {
      float gi = g[gOff + i];
      float ai = a[aOff + i] + gi * gi;
      float rate = lr / sqrt(ai);
      float p = w[wOff + i] - gi * rate;
      a[aOff + i] = ai;
      w[wOff + i] = Math.signum(p) * Math.max(Math.abs(p) - rate * l1, 0) / (1 + rate * l2);
    }
  }

  private static float power(float x, float p) {
    return p == 0.5f ? sqrt(x) : (float) Math.pow(x, p);
  }

  static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  static float flush(float x) {
    return Math.abs(x) < TINY ? 0 : x;
  }
}
