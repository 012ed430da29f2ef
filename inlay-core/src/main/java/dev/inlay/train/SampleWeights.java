package dev.inlay.train;

import dev.inlay.tensor.Shape;
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
   * Weights of values. Those with as many axes as the values are spread along axes of length 1.
   *
   * @throws IllegalArgumentException if the values can't be shared out among them
   */
  static SampleWeights of(@Nullable Tensor given, Shape values) {
    int size = values.intSize();
    if (given == null || size == 0) {
      return ONES;
    }
    float[] weights = given.toFloats().data();
    if (given.shape().rank() == values.rank() && !given.shape().equals(values)) {
      return new SampleWeights(spread(weights, given.shape(), values), 1);
    }
    if (weights.length == 0 || size % weights.length != 0) {
      throw new IllegalArgumentException(
          "%d sample weights (shape %s) for %d values; give one for each sample"
              .formatted(weights.length, given.shape(), size));
    }
    return new SampleWeights(weights, size / weights.length);
  }

  private static float[] spread(float[] weights, Shape from, Shape to) {
    if (!from.broadcast(to).equals(to)) {
      throw new IllegalArgumentException(
          "sample weights of shape %s for values of shape %s; give one for each sample"
              .formatted(from, to));
    }
    float[] all = new float[to.intSize()];
    for (int i = 0; i < all.length; i++) {
      int rest = i;
      int place = 0;
      int stride = 1;
      for (int axis = to.rank() - 1; axis >= 0; axis--) {
        int index = rest % to.dim(axis);
        rest /= to.dim(axis);
        place += from.dim(axis) == 1 ? 0 : index * stride;
        stride *= from.dim(axis);
      }
      all[i] = weights[place];
    }
    return all;
  }

  double at(int i) {
    return weights.length == 0 ? 1 : weights[i / span];
  }
}
