package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.Map;

/** How much rows count. */
final class Weighting {
  private Weighting() {}

  /**
   * Weights that are one number a row, or several where steps of a row have their own.
   *
   * @throws IllegalArgumentException if rows are missing or too many, or a weight isn't finite
   */
  static FloatTensor checked(FloatTensor weights, int rows) {
    float[] data = weights.data();
    if (weights.shape().rank() == 0 || weights.rows() != rows) {
      throw new IllegalArgumentException(
          "sample weights of shape %s for %,d rows; give one number a row, or one for each step"
              .formatted(weights.shape(), rows));
    }
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw new IllegalArgumentException(
            "sample weights, row %d: %s; weights are finite numbers"
                .formatted(i / (data.length / rows), data[i]));
      }
    }
    return data.length == rows ? weights.reshape(Shape.of(rows)) : weights;
  }

  /**
   * A batch whose rows also count by the class of their only label: the number of the class, or the
   * largest of one-hot labels. Classes without a weight count 1.
   */
  static Batch byClass(Batch batch, Map<Integer, Float> weights) {
    if (weights.isEmpty()) {
      return batch;
    }
    if (batch.labels().size() > 1) {
      throw new IllegalArgumentException(
          "class weights are for models with one output, the data has labels %s; give sample weights by output"
              .formatted(batch.labels().keySet()));
    }
    if (!(batch.label() instanceof Tensor labels) || labels.shape().rank() > 2) {
      throw new IllegalArgumentException(
          "class weights want one label a row, a class or one-hot; weigh steps by sample weights");
    }
    float[] y = labels.toFloats().data();
    int rows = labels.rows();
    int width = y.length / Math.max(1, rows);
    FloatTensor given =
        batch.outputWeights().values().stream().findFirst().orElse(batch.sampleWeights());
    FloatTensor before = given == null ? Tensor.full(Shape.of(rows), 1) : given;
    float[] result = before.data().clone();
    int steps = result.length / Math.max(1, rows);
    for (int row = 0; row < rows; row++) {
      int label = width == 1 ? (int) Math.rint(y[row]) : largest(y, row * width, width);
      for (int i = row * steps; i < (row + 1) * steps; i++) {
        result[i] *= weights.getOrDefault(label, 1f);
      }
    }
    return new Batch(batch.features(), batch.labels(), Tensor.of(before.shape(), result));
  }

  private static int largest(float[] y, int from, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (y[from + i] > y[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
