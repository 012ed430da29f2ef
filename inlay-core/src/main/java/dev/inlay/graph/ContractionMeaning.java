package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** What matrix products mean. */
final class ContractionMeaning {
  private ContractionMeaning() {}

  static Numbers of(Contraction.MatMul op, List<Numbers> in, Shape shape) {
    Numbers a = in.get(0);
    Numbers b = in.get(1);
    Shape batch = shape.slice(0, shape.rank() - 2);
    int m = shape.dim(-2);
    int n = shape.dim(-1);
    int inner = a.shape().dim(op.transposeA() ? -2 : -1);
    return Numbers.fill(
        shape,
        i -> {
          int row = i / n % m;
          int column = i % n;
          int matrix = i / (n * m);
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum +=
                element(a, batch, matrix, op.transposeA(), row, k)
                    * element(b, batch, matrix, op.transposeB(), k, column);
          }
          return sum;
        });
  }

  private static double element(
      Numbers x, Shape batch, int matrix, boolean transpose, int row, int column) {
    Shape s = x.shape();
    int own = Numbers.broadcastPlace(matrix, batch, s.slice(0, s.rank() - 2));
    int r = transpose ? column : row;
    int c = transpose ? row : column;
    return x.at((own * s.dim(-2) + r) * s.dim(-1) + c);
  }
}
