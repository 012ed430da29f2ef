package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;
import static dev.inlay.kernel.Warmup.E;

/** {@link Moments} in plain loops until those in vectors are warm. */
final class GatedMoments implements Moments {
  private static final double[] TERMS = {1, 1, 1};

  private final Moments scalar = new ScalarMoments();
  private final Moments simd;
  private final Gate adam;
  private final Gate adamDrift;
  private final Gate amsgrad;
  private final Gate adamax;
  private final Gate nadam;
  private final Gate lion;
  private final Gate lamb;

  /** Lets rehearsals take both ways of a flag; only one thread rehearses. */
  private int runs;

  GatedMoments(Moments simd, Warmup warmup) {
    this.simd = simd;
    adam =
        new Gate(
            warmup, (at, n) -> simd.adam(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f));
    adamDrift =
        new Gate(
            warmup,
            (at, n) ->
                simd.adamDrift(
                    A,
                    at,
                    B,
                    at,
                    C,
                    at,
                    n,
                    TERMS,
                    0,
                    TERMS.length,
                    0.5f,
                    0.5f,
                    0.5f,
                    runs++ % 2 == 0));
    amsgrad =
        new Gate(
            warmup,
            (at, n) -> simd.amsgrad(A, at, B, at, C, at, D, at, E, at, n, 0.5f, 0.5f, 0.5f, 0.5f));
    adamax =
        new Gate(
            warmup, (at, n) -> simd.adamax(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f));
    nadam =
        new Gate(
            warmup,
            (at, n) ->
                simd.nadam(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f));
    lion =
        new Gate(
            warmup, (at, n) -> simd.lion(A, at, B, at, C, at, n, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f));
    lamb =
        new Gate(
            warmup,
            (at, n) -> simd.lamb(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f));
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
    (adam.isOpen(n) ? simd : scalar)
        .adam(w, wOff, m, mOff, v, vOff, g, gOff, n, alpha, rest1, rest2, epsilon);
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
    (adamDrift.isOpen(n) ? simd : scalar)
        .adamDrift(w, wOff, m, mOff, v, vOff, n, s, sOff, terms, keep1, keep2, epsilon, squared);
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
    (amsgrad.isOpen(n) ? simd : scalar)
        .amsgrad(w, wOff, m, mOff, v, vOff, top, topOff, g, gOff, n, alpha, rest1, rest2, epsilon);
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
    (adamax.isOpen(n) ? simd : scalar)
        .adamax(w, wOff, m, mOff, u, uOff, g, gOff, n, alpha, rest1, beta2, epsilon);
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
    (nadam.isOpen(n) ? simd : scalar)
        .nadam(
            w, wOff, m, mOff, v, vOff, g, gOff, n, alpha, ahead, correction, rest1, rest2, epsilon);
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
    (lion.isOpen(n) ? simd : scalar)
        .lion(w, wOff, m, mOff, g, gOff, n, lr, beta1, rest1, beta2, rest2);
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
    (lamb.isOpen(n) ? simd : scalar)
        .lamb(
            d, dOff, m, mOff, v, vOff, g, gOff, n, correction1, correction2, rest1, rest2, epsilon);
  }
}
