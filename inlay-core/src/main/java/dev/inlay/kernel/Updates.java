package dev.inlay.kernel;

/**
 * The steps of the optimizers over a run of weights: a whole dense weight, or one row of a table.
 * Where a slot decays by itself, values nearer to zero than {@link #TINY} become zero: denormal
 * numbers would slow each later step a hundredfold.
 */
public interface Updates {
  /** Below this size, decaying slots are set to zero. */
  float TINY = 1e-30f;

  /** {@code w -= lr g}. */
  void sgd(float[] w, int wOff, float[] g, int gOff, int n, float lr);

  /**
   * Keras's momentum: {@code m = momentum m - lr g}, then {@code w += m}, or with Nesterov's form
   * {@code w += momentum m - lr g} (keras/src/optimizers/sgd.py).
   */
  void momentum(
      float[] w,
      int wOff,
      float[] m,
      int mOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float momentum,
      boolean nesterov);

  /**
   * Adagrad (Duchi 2011): {@code a += g²}, {@code w -= lr g / √(a + epsilon)} as Keras 3, or {@code
   * w -= lr g / (√a + epsilon)} if {@code outside}, as the older Keras and TensorFlow.
   */
  void adagrad(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float epsilon,
      boolean outside);

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
   * q = √v r}, {@code w -= m (s₀ + s₁ q + s₂ q² + …) r}, {@code m *= keep1}, {@code v *= keep2}.
   *
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
      float epsilon);

  /**
   * RMSprop (Hinton 2012) as Keras 3: {@code v = rho v + (1 - rho) g²}, {@code w -= lr g / √(v +
   * epsilon)}.
   */
  void rmsprop(
      float[] w,
      int wOff,
      float[] v,
      int vOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float rho,
      float epsilon);

  /** {@link #rmsprop} with {@code m = momentum m + lr g / √(v + epsilon)}, {@code w -= m}. */
  void rmspropMomentum(
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
      float epsilon);

  /**
   * RMSprop by the variance: {@code a = rho a + (1 - rho) g}, and {@code v - a²} stands under the
   * root for v. A momentum of 0 gives {@code w -= lr g / √(v - a² + epsilon)}.
   */
  void rmspropCentered(
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
      float epsilon);

  /**
   * FTRL-proximal (McMahan 2013) as TensorFlow's ApplyFtrlV2, of which Keras's is one: with {@code
   * s = g + 2 shrinkage w} and {@code p = -lrPower}: {@code l += s - ((a + g²)ᵖ - aᵖ) / lr w},
   * {@code a += g²}, {@code w = (clip(l, -l1, l1) - l) / (aᵖ / lr + 2 l2)}. Keras's beta goes into
   * l2, as {@code l2 + beta / (2 lr)}.
   *
   * @param a squared gradients' sum
   * @param l the linear term
   */
  void ftrl(
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
      float shrinkage);
}
