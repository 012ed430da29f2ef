package dev.inlay.kernel;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;

/** {@link Pointwise} in plain loops. */
final class ScalarPointwise implements Pointwise {
  @Override
  public void unary(Unary f, float[] x, int xOff, float[] dst, int dstOff, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = apply(f, x[xOff + i]);
    }
  }

  @Override
  public void binary(
      Binary f, float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = apply(f, a[aOff + i], b[bOff + i]);
    }
  }

  @Override
  public void binaryScalar(Binary f, float[] a, int aOff, float b, float[] dst, int dstOff, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = apply(f, a[aOff + i], b);
    }
  }

  @Override
  public void scalarBinary(Binary f, float a, float[] b, int bOff, float[] dst, int dstOff, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = apply(f, a, b[bOff + i]);
    }
  }

  @Override
  public void where(
      float[] mask,
      int maskOff,
      float[] a,
      int aOff,
      float[] b,
      int bOff,
      float[] dst,
      int dstOff,
      int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = mask[maskOff + i] != 0 ? a[aOff + i] : b[bOff + i];
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] += alpha * x[xOff + i];
    }
  }

  @Override
  public void multiplyAdd(
      float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n) {
    for (int i = 0; i < n; i++) {
      dst[dstOff + i] = Math.fma(a[aOff + i], b[bOff + i], dst[dstOff + i]);
    }
  }

  @Override
  public void gradFromResult(
      Unary f, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxOff + i] = grad(f, y[yOff + i], dy[dyOff + i]);
    }
  }

  @Override
  public void biasUnary(Unary f, float[] bias, int biasOff, float[] x, int xOff, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        int at = xOff + r * n + i;
        x[at] = apply(f, x[at] + bias[biasOff + i]);
      }
    }
  }

  static float apply(Unary f, float x) {
    return switch (f) {
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case EXP -> Elementary.exp(x);
      case EXPM1 -> Elementary.expm1(x);
      case LOG -> Elementary.log(x);
      case LOG1P -> Elementary.log1p(x);
      case SQRT -> (float) Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SQUARE -> x * x;
      case SIGN -> Math.signum(x);
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case ROUND -> (float) Math.rint(x);
      case SIN -> (float) Math.sin(x);
      case COS -> (float) Math.cos(x);
      case ATAN -> (float) Math.atan(x);
      case TANH -> Elementary.tanh(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case RELU -> x < 0 ? 0 : x;
      case SOFTPLUS -> Elementary.softplus(x);
      case ERF -> Elementary.erf(x);
      case NOT -> x == 0 ? 1 : 0;
      case IS_FINITE -> Float.isFinite(x) ? 1 : 0;
    };
  }

  static float apply(Binary f, float a, float b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case DIV_NO_NAN -> b == 0 ? 0 : a / b;
      case POW -> (float) Math.pow(a, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case EQUAL -> a == b ? 1 : 0;
      case LESS -> a < b ? 1 : 0;
      case LESS_OR_EQUAL -> a <= b ? 1 : 0;
      case GREATER -> a > b ? 1 : 0;
      case GREATER_OR_EQUAL -> a >= b ? 1 : 0;
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case OR -> a != 0 || b != 0 ? 1 : 0;
    };
  }

  /** dy f'(x) from y = f(x). */
  static float grad(Unary f, float y, float dy) {
    return switch (f) {
      case RELU -> y > 0 ? dy : 0;
      case SIGMOID -> dy * (y * (1 - y));
      case TANH -> dy * (1 - y * y);
      default -> throw new IllegalArgumentException(f + " has no derivative by its result here");
    };
  }
}
