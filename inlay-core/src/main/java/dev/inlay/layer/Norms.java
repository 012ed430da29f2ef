package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gives the vectors that lie along axes of a weight other lengths. */
final class Norms {
  /** What Keras adds to a length before it divides by it. */
  private static final double EPSILON = 1e-7;

  private Norms() {}

  /** Scales each vector to the length wanted for its Euclidean length. */
  static void rescale(Variable variable, List<Integer> axes, DoubleUnaryOperator wanted) {
    Shape shape = variable.shape();
    List<Integer> along = axes.stream().map(shape::axis).toList();
    Table table = variable.values();
    int[] vectors = vectorsOfARow(shape, along, table.width());
    int perRow = along.contains(0) ? 0 : vectors[vectors.length - 1] + 1;
    int rows = Math.toIntExact(table.rows());
    double[] factors = new double[vectors[vectors.length - 1] + 1 + perRow * (rows - 1)];
    for (int row = 0; row < rows; row++) {
      float[] chunk = table.chunk(row >>> table.chunkShift());
      int at = table.offset(row);
      for (int i = 0; i < vectors.length; i++) {
        factors[row * perRow + vectors[i]] += (double) chunk[at + i] * chunk[at + i];
      }
    }
    for (int v = 0; v < factors.length; v++) {
      double norm = Math.sqrt(factors[v]);
      factors[v] = factor(norm, wanted);
    }
    for (int row = 0; row < rows; row++) {
      float[] chunk = table.chunk(row >>> table.chunkShift());
      int at = table.offset(row);
      for (int i = 0; i < vectors.length; i++) {
        chunk[at + i] *= (float) factors[row * perRow + vectors[i]];
      }
    }
  }

  private static double factor(double norm, DoubleUnaryOperator wanted) {
    return wanted.applyAsDouble(norm) / (EPSILON + norm);
  }

  /**
   * As {@link #rescale}, by rows of a weight of a shape; null if vectors lie across rows. Each time
   * a vector is scaled the epsilon takes 1e-7 from its length, also if it has the length wanted:
   * rows that aren't scaled again keep that.
   */
  static @Nullable RowConstraint ofRows(
      Shape shape, List<Integer> axes, DoubleUnaryOperator wanted) {
    List<Integer> along = axes.stream().map(shape::axis).toList();
    if (along.contains(0)) {
      return null;
    }
    int width = Math.toIntExact(shape.size(1, shape.rank()));
    int[] vectors = vectorsOfARow(shape, along, width);
    int count = vectors[width - 1] + 1;
    return (w, at, n) -> {
      for (int row = at; row < at + n; row += width) {
        for (int vector = 0; vector < count; vector++) {
          rescale(w, row, vectors, vector, wanted);
        }
      }
    };
  }

  private static void rescale(
      float[] w, int row, int[] vectors, int vector, DoubleUnaryOperator wanted) {
    double squares = 0;
    for (int i = 0; i < vectors.length; i++) {
      squares += vectors[i] == vector ? (double) w[row + i] * w[row + i] : 0;
    }
    float factor = (float) factor(Math.sqrt(squares), wanted);
    for (int i = 0; i < vectors.length; i++) {
      w[row + i] *= vectors[i] == vector ? factor : 1;
    }
  }

  /** For each element of a row, the vector that it belongs to, counted from 0. */
  private static int[] vectorsOfARow(Shape shape, List<Integer> along, int width) {
    int[] vectors = new int[width];
    int inner = 1;
    int stride = 1;
    for (int axis = shape.rank() - 1; axis > 0; axis--) {
      int length = shape.dim(axis);
      if (!along.contains(axis)) {
        for (int i = 0; i < width; i++) {
          vectors[i] += i / inner % length * stride;
        }
        stride *= length;
      }
      inner *= length;
    }
    return vectors;
  }
}
