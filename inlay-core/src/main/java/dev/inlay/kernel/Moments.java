package dev.inlay.kernel;

/**
 * The steps of Adam and its kin, which keep running means of gradients (moments), over a run of
 * weights: a whole dense weight, or one row of a table. As in {@link Updates}, what decays to less
 * than {@link Updates#TINY} becomes zero.
 */
public interface Moments {
  /**
   * Adam (Kingma 2014): {@code m += rest1 (g - m)}, {@code v += rest2 (g² - v)}, {@code w -= alpha
   * m / (√v + epsilon)}. The rests are 1 - beta1 and 1 - beta2, formed by the caller: in 32 bits, 1
   * - 0.999 is wrong in the fifth digit.
   *
   * @param alpha the learning rate with both corrections for the step: lr √(1 - beta2ᵗ) / (1 -
   *     beta1ᵗ)
   */
  void adam(
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
      float epsilon);

  /**
   * Many steps of {@link #adam} at gradients of zero in one: {@code r = 1 / (√v + epsilon)}, {@code
   * q = √v r}, {@code w -= m (s₀ + s₁ q + s₂ q² + …) r}, {@code m *= keep1}, {@code v *= keep2}. Of
   * {@link #adamax}, v stands for √v.
   *
   * @param squared whether a root is taken of v
   * @param s where the coefficients lie, from {@code sOff} on
   * @param terms how many there are, one at least
   * @param keep1 what is left of m
   * @param keep2 what is left of v
   */
  void adamDrift(
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
      boolean squared);

  /**
   * {@link #adam} in the form that never takes back a large v (Reddi 2018): {@code top = max(top,
   * v)}, {@code w -= alpha m / (√top + epsilon)}.
   *
   * @param top the largest v so far
   */
  void amsgrad(
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
      float epsilon);

  /**
   * Adamax (Kingma 2014): {@code m += rest1 (g - m)}, {@code u = max(beta2 u, |g|)}, {@code w -=
   * alpha m / (u + epsilon)}.
   *
   * @param alpha the learning rate with the correction for the step: lr / (1 - beta1ᵗ)
   */
  void adamax(
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
      float epsilon);

  /**
   * Nadam (Dozat 2016): m and v as in {@link #adam}, then {@code w -= (alpha m + ahead g) / (√(v
   * correction) + epsilon)}.
   *
   * @param alpha the learning rate with the momentum and correction of the next step
   * @param ahead the learning rate with those of this step for what the gradient adds
   * @param correction 1 / (1 - beta2ᵗ)
   */
  void nadam(
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
      float epsilon);

  /**
   * Lion (Chen 2023): {@code w -= lr sign(beta1 m + rest1 g)}, then {@code m = beta2 m + rest2 g}.
   * The rests are 1 - beta1 and 1 - beta2.
   */
  void lion(
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
      float rest2);

  /**
   * The direction of LAMB (You 2020), before its length is set: m and v as in {@link #adam}, then
   * {@code d = m correction1 / (√(v correction2) + epsilon)}.
   *
   * @param correction1 1 / (1 - beta1ᵗ)
   * @param correction2 1 / (1 - beta2ᵗ)
   */
  void lamb(
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
      float epsilon);
}
