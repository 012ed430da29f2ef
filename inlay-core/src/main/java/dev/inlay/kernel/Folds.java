package dev.inlay.kernel;

import dev.inlay.graph.Unary;

/**
 * Loops that fold rows or columns. Sums along a row run in sixteen lanes: lane l adds the elements
 * l, l + 16, l + 32 … in this order, then lane l adds lane l + 8, l + 4, l + 2 and l + 1. Sums down
 * a column run from the first row to the last.
 */
public interface Folds {
  /** The lanes of a sum along a row. */
  int LANES = 16;

  float sum(float[] x, int xOff, int n);

  /** The inner product, each product rounded before it is added. */
  float dot(float[] a, int aOff, float[] b, int bOff, int n);

  /** The largest element, NaN if there is one, -∞ if there is none. */
  float max(float[] x, int xOff, int n);

  /** The smallest element, NaN if there is one, +∞ if there is none. */
  float min(float[] x, int xOff, int n);

  /** Whether no element of a matrix is a NaN or an infinity. */
  boolean areFinite(float[] x, int xOff, int xStride, int rows, int n);

  /** {@code dst[i] = Σ_r x[r, i]}, on top of what dst holds if {@code add}. */
  void columnSums(
      float[] x, int xOff, int xStride, int rows, int n, float[] dst, int dstOff, boolean add);

  /**
   * {@code dx[r, i] = dy[r, i] f'(x[r, i])} from f's result y, and the bias's gradient {@code
   * dBias[i] = Σ_r dx[r, i]}, on top of what dBias holds if {@code add}. All matrices are packed;
   * dx may be dy.
   *
   * @param f as in {@link Pointwise#gradFromResult}
   */
  void biasGrad(
      Unary f,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int rows,
      int n,
      float[] dBias,
      int dBiasOff,
      boolean add);

  /** exp(x - max) / Σ exp(x - max) of each packed row; may run in place. */
  void softmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n);

  /** x - max - log Σ exp(x - max) of each packed row; may run in place. */
  void logSoftmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n);
}
