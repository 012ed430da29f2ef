package dev.inlay.train;

import dev.inlay.tensor.Table;

/** Loops over all of a table. */
final class Tables {
  private Tables() {}

  /** Σ x². */
  static double squares(Table x) {
    double sum = 0;
    for (float[] chunk : x.chunks()) {
      for (float value : chunk) {
        sum += (double) value * value;
      }
    }
    return sum;
  }

  /** Whether no element is NaN or infinite. */
  static boolean isFinite(Table x) {
    for (float[] chunk : x.chunks()) {
      for (float value : chunk) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** {@code x *= factor}. */
  static void scale(Table x, float factor) {
    for (float[] chunk : x.chunks()) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] *= factor;
      }
    }
  }

  /** {@code x} from -limit to limit. */
  static void clamp(Table x, float limit) {
    for (float[] chunk : x.chunks()) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = Math.clamp(chunk[i], -limit, limit);
      }
    }
  }

  /** {@code x -= factor y}. */
  static void sub(Table x, Table y, float factor) {
    for (int c = 0; c < x.chunkCount(); c++) {
      Rule.UPDATES.sgd(x.chunk(c), 0, y.chunk(c), 0, x.chunk(c).length, factor);
    }
  }

  /** {@code x = momentum x + (1 - momentum) y}. */
  static void follow(Table x, Table y, float momentum) {
    for (int c = 0; c < x.chunkCount(); c++) {
      float[] a = x.chunk(c);
      float[] b = y.chunk(c);
      for (int i = 0; i < a.length; i++) {
        a[i] = momentum * a[i] + (1 - momentum) * b[i];
      }
    }
  }
}
