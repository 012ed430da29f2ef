package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.Shape;

/**
 * First values whose rows or columns, whichever are fewer, are orthogonal and of one length (Saxe
 * and others 2014). All axes but the last count as one.
 *
 * @param gain the length
 */
public record Orthogonal(float gain) implements Initializer {
  /** Of length 1. */
  public static Orthogonal of() {
    return new Orthogonal(1);
  }

  public static Orthogonal of(float gain) {
    return new Orthogonal(gain);
  }

  @Override
  public void fill(Variable variable, long key) {
    Shape shape = variable.shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "Orthogonal wants a weight of two axes or more, \"%s\" has shape %s"
              .formatted(variable.path(), shape));
    }
    int columns = shape.last();
    int rows = (int) (variable.values().size() / Math.max(1, columns));
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] basis = orthonormal(count, length, CounterRandom.seed(key, 0));
    variable
        .values()
        .fill(
            i -> {
              int row = (int) (i / columns);
              int column = (int) (i % columns);
              return (float) (gain * (rows < columns ? basis[row][column] : basis[column][row]));
            });
  }

  /** Normal vectors made orthonormal by Gram and Schmidt's method, each twice for exactness. */
  private static double[][] orthonormal(int count, int length, long seed) {
    double[][] basis = new double[count][length];
    for (int v = 0; v < count; v++) {
      double[] vector = basis[v];
      for (int i = 0; i < length; i++) {
        vector[i] = CounterRandom.normal(seed, (long) v * length + i);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int u = 0; u < v; u++) {
          add(vector, -dot(vector, basis[u]), basis[u]);
        }
      }
      double norm = Math.sqrt(dot(vector, vector));
      for (int i = 0; i < length; i++) {
        vector[i] /= norm;
      }
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }
}
