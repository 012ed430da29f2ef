package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;
import static dev.inlay.kernel.Warmup.E;

/** {@link Updates} in plain loops until those in vectors are warm. */
final class GatedUpdates implements Updates {
  private final Updates scalar = new ScalarUpdates();
  private final Updates simd;
  private final Gate sgd;
  private final Gate momentum;
  private final Gate adagrad;
  private final Gate adadelta;
  private final Gate proximal;
  private final Gate proximalAdagrad;
  private final Gate rmsprop;
  private final Gate rmspropMomentum;
  private final Gate rmspropCentered;
  private final Gate ftrl;

  /** Lets rehearsals take both ways of a flag; only one thread rehearses. */
  private int runs;

  GatedUpdates(Updates simd, Warmup warmup) {
    this.simd = simd;
    sgd = new Gate(warmup, (at, n) -> simd.sgd(A, at, B, at, n, 0.5f));
    momentum =
        new Gate(
            warmup, (at, n) -> simd.momentum(A, at, B, at, C, at, n, 0.5f, 0.5f, runs++ % 2 == 0));
    adagrad =
        new Gate(
            warmup, (at, n) -> simd.adagrad(A, at, B, at, C, at, n, 0.5f, 0.5f, runs++ % 2 == 0));
    adadelta =
        new Gate(
            warmup,
            (at, n) -> simd.adadelta(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f));
    proximal = new Gate(warmup, (at, n) -> simd.proximal(A, at, B, at, n, 0.5f, 0.5f, 0.5f));
    proximalAdagrad =
        new Gate(warmup, (at, n) -> simd.proximalAdagrad(A, at, B, at, C, at, n, 0.5f, 0.5f, 0.5f));
    rmsprop = new Gate(warmup, (at, n) -> simd.rmsprop(A, at, B, at, C, at, n, 0.5f, 0.5f, 0.5f));
    rmspropMomentum =
        new Gate(
            warmup,
            (at, n) -> simd.rmspropMomentum(A, at, B, at, C, at, D, at, n, 0.5f, 0.5f, 0.5f, 0.5f));
    rmspropCentered =
        new Gate(
            warmup,
            (at, n) ->
                simd.rmspropCentered(A, at, B, at, C, at, D, at, E, at, n, 0.5f, 0.5f, 0.5f, 9));
    ftrl =
        new Gate(
            warmup,
            (at, n) -> simd.ftrl(A, at, B, at, C, at, D, at, n, 0.5f, -0.5f, 0.5f, 0.5f, 0.5f));
  }

  @Override
  public void sgd(float[] w, int wOff, float[] g, int gOff, int n, float lr) {
    (sgd.isOpen(n) ? simd : scalar).sgd(w, wOff, g, gOff, n, lr);
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
    (this.momentum.isOpen(n) ? simd : scalar)
        .momentum(w, wOff, m, mOff, g, gOff, n, lr, momentum, nesterov);
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
    (adagrad.isOpen(n) ? simd : scalar).adagrad(w, wOff, a, aOff, g, gOff, n, lr, epsilon, outside);
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
    (adadelta.isOpen(n) ? simd : scalar)
        .adadelta(w, wOff, a, aOff, d, dOff, g, gOff, n, lr, rho, remainder, epsilon);
  }

  @Override
  public void proximal(
      float[] w, int wOff, float[] g, int gOff, int n, float lr, float l1, float l2) {
    (proximal.isOpen(n) ? simd : scalar).proximal(w, wOff, g, gOff, n, lr, l1, l2);
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
    (proximalAdagrad.isOpen(n) ? simd : scalar)
        .proximalAdagrad(w, wOff, a, aOff, g, gOff, n, lr, l1, l2);
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
    (rmsprop.isOpen(n) ? simd : scalar).rmsprop(w, wOff, v, vOff, g, gOff, n, lr, rho, epsilon);
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
    (rmspropMomentum.isOpen(n) ? simd : scalar)
        .rmspropMomentum(w, wOff, v, vOff, m, mOff, g, gOff, n, lr, rho, momentum, epsilon);
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
    (rmspropCentered.isOpen(n) ? simd : scalar)
        .rmspropCentered(
            w, wOff, v, vOff, a, aOff, m, mOff, g, gOff, n, lr, rho, momentum, epsilon);
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
    (ftrl.isOpen(n) ? simd : scalar)
        .ftrl(w, wOff, a, aOff, l, lOff, g, gOff, n, lr, lrPower, l1, l2, shrinkage);
  }
}
