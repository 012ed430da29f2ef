package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a batch's values: one for all, for each row, or for each value.
 *
 * @param weights the weights, none for ones
 * @param span how many values in a row share one
 */
@SuppressWarnings("ArrayRecordComponent") // a view for the length of one update
record SampleWeights(float[] weights, int span) {
  private static final SampleWeights ONES = new SampleWeights(new float[0], 1);

  /**
   * Weights of {@code size} values.
   *
   * @throws IllegalArgumentException if the values can't be shared out among them
   */
  static SampleWeights of(@Nullable Tensor given, int size) {
    if (given == null) {
      return ONES;
    }
    float[] weights = given.toFloats().data();
    if (size == 0) {
      return ONES;
    }
    if (weights.length == 0 || size % weights.length != 0) {
      throw new IllegalArgumentException(
          "%d sample weights (shape %s) for %d values; give one for each sample"
              .formatted(weights.length, given.shape(), size));
    }
    return new SampleWeights(weights, size / weights.length);
  }

  double at(int i) {
    return weights.length == 0 ? 1 : weights[i / span];
  }
}
