package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.kernel.Folds;
import dev.inlay.kernel.Pointwise;

/**
 * Steps for {@link dev.inlay.graph.Reduction.Standardize} and its gradient: all of a row's passes
 * one after the other, while it is in the first-level cache.
 */
final class StandardizeSteps {
  private StandardizeSteps() {}

  record Forward(float epsilon, View x, View y) implements Step {
    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      float[] ys = f.floats(y);
      int n = x.width();
      int rows = f.pieces(x);
      for (int r = 0; r < rows; r++) {
        int at = f.at(y) + r * n;
        float inverse = center(f, xs, f.at(x) + r * n, ys, at, n, epsilon);
        f.kernels.pointwise().binaryScalar(Binary.MUL, ys, at, inverse, ys, at, n);
      }
    }
  }

  /** {@code dx = (dy - mean(dy) - y mean(y dy)) / deviation}. */
  record Backward(float epsilon, View x, View y, View dy, View dx) implements Step {
    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      float[] ys = f.floats(y);
      float[] dys = f.floats(dy);
      float[] to = f.floats(dx);
      Folds folds = f.kernels.folds();
      Pointwise pointwise = f.kernels.pointwise();
      int n = x.width();
      int rows = f.pieces(x);
      for (int r = 0; r < rows; r++) {
        int out = f.at(y) + r * n;
        int from = f.at(dy) + r * n;
        int at = f.at(dx) + r * n;
        float inverse = center(f, xs, f.at(x) + r * n, to, at, n, epsilon);
        float mean = folds.sum(dys, from, n) / n;
        float along = folds.dot(ys, out, dys, from, n) / n;
        pointwise.binaryScalar(Binary.SUB, dys, from, mean, to, at, n);
        pointwise.axpy(-along, ys, out, to, at, n);
        pointwise.binaryScalar(Binary.MUL, to, at, inverse, to, at, n);
      }
    }
  }

  /** Lays down a row less its mean; gives 1 / √(variance + epsilon). */
  private static float center(
      Frame f, float[] xs, int from, float[] to, int at, int n, float epsilon) {
    Folds folds = f.kernels.folds();
    float mean = folds.sum(xs, from, n) / n;
    f.kernels.pointwise().binaryScalar(Binary.SUB, xs, from, mean, to, at, n);
    float variance = folds.dot(to, at, to, at, n) / n;
    return (float) (1 / Math.sqrt(variance + epsilon));
  }
}
