package dev.inlay.kernel;

import dev.inlay.graph.Unary;
import java.util.Arrays;

/** {@link Folds} in plain loops. */
final class ScalarFolds implements Folds {
  @Override
  public float sum(float[] x, int xOff, int n) {
    return sum(x, xOff, n, 0, 1);
  }

  @Override
  public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
    return dot(a, aOff, b, bOff, n, 0, 1);
  }

  /** Adds the lanes, which are lost. */
  static float fold(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
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
  public void columnSums(
      float[] x, int xOff, int xStride, int rows, int n, float[] dst, int dstOff, boolean add) {
    if (!add) {
      Arrays.fill(dst, dstOff, dstOff + n, 0);
    }
    for (int r = 0; r < rows; r++) {
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
    float[] lanes = new float[LANES];
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * n;
      float max = max(x, from, n);
      Arrays.fill(lanes, 0);
      for (int i = 0; i < n; i++) {
        lanes[i % LANES] += Elementary.exp(x[from + i] - max);
      }
      float log = Elementary.log(fold(lanes));
      for (int i = 0; i < n; i++) {
        dst[dstOff + r * n + i] = x[from + i] - max - log;
      }
    }
  }

  /** The lanes from {@code lane} on, {@code apart} from each other, added as a tree. */
  private static float sum(float[] x, int xOff, int n, int lane, int apart) {
    if (apart < LANES) {
      return sum(x, xOff, n, lane, 2 * apart) + sum(x, xOff, n, lane + apart, 2 * apart);
    }
    float sum = 0;
    for (int i = lane; i < n; i += LANES) {
      sum += x[xOff + i];
    }
    return sum;
  }

  private static float dot(float[] a, int aOff, float[] b, int bOff, int n, int lane, int apart) {
    if (apart < LANES) {
      return dot(a, aOff, b, bOff, n, lane, 2 * apart)
          + dot(a, aOff, b, bOff, n, lane + apart, 2 * apart);
    }
    float sum = 0;
    for (int i = lane; i < n; i += LANES) {
      sum += a[aOff + i] * b[bOff + i];
    }
    return sum;
  }
}
