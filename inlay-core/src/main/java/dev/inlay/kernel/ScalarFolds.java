package dev.inlay.kernel;

import dev.inlay.graph.Unary;
import java.util.Arrays;

/** {@link Folds} in plain loops. */
final class ScalarFolds implements Folds {
  @Override
  public float sum(float[] x, int xOff, int n) {
    return sum(x, xOff, n, 0, 1);
  }

  /** The lanes first, first + step, first + 2 step …, added up in the order of {@link Folds}. */
  private static float sum(float[] x, int xOff, int n, int first, int step) {
    if (step < LANES) {
      return sum(x, xOff, n, first, 2 * step) + sum(x, xOff, n, first + step, 2 * step);
    }
    float sum = 0;
    for (int i = first; i < n; i += LANES) {
      sum += x[xOff + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
    return dot(a, aOff, b, bOff, n, 0, 1);
  }

  private static float dot(float[] a, int aOff, float[] b, int bOff, int n, int first, int step) {
    if (step < LANES) {
      return dot(a, aOff, b, bOff, n, first, 2 * step)
          + dot(a, aOff, b, bOff, n, first + step, 2 * step);
    }
    float sum = 0;
    for (int i = first; i < n; i += LANES) {
      sum += a[aOff + i] * b[bOff + i];
    }
    return sum;
  }

  private static float sumOfExp(float[] x, int xOff, int n, float shift, int first, int step) {
    if (step < LANES) {
      return sumOfExp(x, xOff, n, shift, first, 2 * step)
          + sumOfExp(x, xOff, n, shift, first + step, 2 * step);
    }
    float sum = 0;
    for (int i = first; i < n; i += LANES) {
      sum += Elementary.exp(x[xOff + i] - shift);
    }
    return sum;
  }

  @Override
  public float max(float[] x, int xOff, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xOff + i]);
    }
    return max;
  }

  @Override
  public float min(float[] x, int xOff, int n) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      min = Math.min(min, x[xOff + i]);
    }
    return min;
  }

  @Override
  public boolean areFinite(float[] x, int xOff, int xStride, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(x[xOff + r * xStride + i])) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void columnSums(
      float[] x, int xOff, int xStride, int rows, int n, float[] dst, int dstOff, boolean add) {
    if (!add) {
      Arrays.fill(dst, dstOff, dstOff + n, 0);
    }
    int r = 0;
    for (; r + 3 < rows; r += 4) {
      int at = xOff + r * xStride;
      for (int i = 0; i < n; i++) {
        float two = dst[dstOff + i] + x[at + i] + x[at + xStride + i];
        dst[dstOff + i] = two + x[at + 2 * xStride + i] + x[at + 3 * xStride + i];
      }
    }
    for (; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        dst[dstOff + i] += x[xOff + r * xStride + i];
      }
    }
  }

  @Override
  public void biasGrad(
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
      boolean add) {
    for (int i = 0; i < rows * n; i++) {
      dx[dxOff + i] = ScalarPointwise.grad(f, y[yOff + i], dy[dyOff + i]);
    }
    columnSums(dx, dxOff, n, rows, n, dBias, dBiasOff, add);
  }

  @Override
  public void softmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int to = dstOff + r * n;
      float max = max(x, xOff + r * n, n);
      for (int i = 0; i < n; i++) {
        dst[to + i] = Elementary.exp(x[xOff + r * n + i] - max);
      }
      float inverse = 1 / sum(dst, to, n);
      for (int i = 0; i < n; i++) {
        dst[to + i] *= inverse;
      }
    }
  }

  @Override
  public void logSoftmax(float[] x, int xOff, float[] dst, int dstOff, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * n;
      float max = max(x, from, n);
      float log = Elementary.log(sumOfExp(x, from, n, max, 0, 1));
      for (int i = 0; i < n; i++) {
        dst[dstOff + r * n + i] = x[from + i] - max - log;
      }
    }
  }
}
