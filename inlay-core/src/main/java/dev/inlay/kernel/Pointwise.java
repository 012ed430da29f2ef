package dev.inlay.kernel;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;

/**
 * Functions of each element for itself. A destination may be one of the sources; otherwise they
 * must not overlap.
 */
public interface Pointwise {
  /** {@code dst = f(x)}. */
  void unary(Unary f, float[] x, int xOff, float[] dst, int dstOff, int n);

  /** {@code dst = f(a, b)}. */
  void binary(Binary f, float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n);

  /** {@code dst = f(a, b)} with one b for all. */
  void binaryScalar(Binary f, float[] a, int aOff, float b, float[] dst, int dstOff, int n);

  /** {@code dst = f(a, b)} with one a for all. */
  void scalarBinary(Binary f, float a, float[] b, int bOff, float[] dst, int dstOff, int n);

  /** {@code dst[r, i] = f(a[r, i], b[i])}: the second repeated for each of the rows. */
  default void binaryRows(
      Binary f,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      float[] dst,
      int dstOff,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      binary(f, a, aOff + r * n, b, bOff, dst, dstOff + r * n, n);
    }
  }

  /** {@code dst = mask ≠ 0 ? a : b}. */
  void where(
      float[] mask,
      int maskOff,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      float[] dst,
      int dstOff,
      int n);

  /** {@code y += alpha x}, the product rounded before the sum. */
  void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n);

  /** {@code dst += a b}, by one fused multiply-add each. */
  void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n);

  /**
   * The gradient of a function from its result y: {@code dx = dy f'(x)}.
   *
   * @param f {@code RELU}, {@code SIGMOID} or {@code TANH}, whose derivative the result tells
   */
  void gradFromResult(
      Unary f, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

  /** {@code x[r, i] = f(x[r, i] + bias[i])} in place: what follows a matrix product. */
  void biasUnary(Unary f, float[] bias, int biasOff, float[] x, int xOff, int rows, int n);
}
