package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.Arrays;
import java.util.Map;

/** How much rows count. */
final class Weighting {
  private Weighting() {}

  /**
   * Weights as a column of one number a row.
   *
   * @throws IllegalArgumentException if there are more or fewer, or one isn't finite
   */
  static FloatTensor column(FloatTensor weights, int rows) {
    float[] data = weights.data();
    if (data.length != rows) {
      throw new IllegalArgumentException(
          "sample weights of shape %s for %,d rows; give one number a row"
              .formatted(weights.shape(), rows));
    }
    for (int i = 0; i < rows; i++) {
      if (!Float.isFinite(data[i])) {
        throw new IllegalArgumentException(
            "sample weights, row %d: %s; weights are finite numbers".formatted(i, data[i]));
      }
    }
    return weights.reshape(Shape.of(rows));
  }

  /**
   * A batch whose rows also count by the class of their only label: the number of the class, or the
   * largest of one-hot labels. Classes without a weight count 1.
   */
  static Batch byClass(Batch batch, Map<Integer, Float> weights) {
    if (weights.isEmpty()) {
      return batch;
    }
    if (!(batch.label() instanceof Tensor labels)) {
      throw new IllegalArgumentException("class weights want labels of one length");
    }
    float[] y = labels.toFloats().data();
    int rows = labels.rows();
    int width = y.length / Math.max(1, rows);
    float[] result = new float[rows];
    if (batch.sampleWeights() == null) {
      Arrays.fill(result, 1);
    } else {
      System.arraycopy(batch.sampleWeights().data(), 0, result, 0, rows);
    }
    for (int row = 0; row < rows; row++) {
      int label = width == 1 ? Math.round(y[row]) : largest(y, row * width, width);
      result[row] *= weights.getOrDefault(label, 1f);
    }
    return new Batch(batch.features(), batch.labels(), Tensor.of(result));
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
