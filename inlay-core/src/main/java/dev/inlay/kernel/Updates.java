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
   * Adadelta (Zeiler 2012): {@code a = rho a + remainder g²}, {@code s = √(d + epsilon) / √(a +
   * epsilon) g}, {@code d = rho d + remainder s²}, {@code w -= lr s}. The remainder is 1 - rho.
   */
  void adadelta(
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

  /**
   * Proximal gradient descent (Duchi and Singer 2009): {@code p = w - lr g}, {@code w = sign(p)
   * max(|p| - lr l1, 0) / (1 + lr l2)}.
   */
  void proximal(float[] w, int wOff, float[] g, int gOff, int n, float lr, float l1, float l2);

  /** {@link #proximal} at Adagrad's rate: {@code a += g²}, and lr / √a stands for lr. */
  void proximalAdagrad(
      float[] w,
      int wOff,
      float[] a,
      int aOff,
      float[] g,
      int gOff,
      int n,
      float lr,
      float l1,
      float l2);
}
