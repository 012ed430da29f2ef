package dev.inlay.train;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A running mean of values, by sample weights. */
final class Average implements Metric.Accumulator {
  /**
   * The values of a batch.
   *
   * @param shape their shape; axis 0 counts the samples
   * @param at gives the value at a place in row-major order
   * @param weight gives the weight that a value has besides that of its sample. As in Keras, it
   *     plays no part unless samples have weights
   */
  record Values(Shape shape, IntToDoubleFunction at, IntToDoubleFunction weight) {
    Values(Shape shape, IntToDoubleFunction at) {
      this(shape, at, i -> 1);
    }
  }

  /** How values follow from labels and predictions. */
  interface Measure {
    Values of(Tensor yTrue, Tensor yPred);
  }

  private final Measure measure;
  private double total;
  private double count;

  Average(Measure measure) {
    this.measure = measure;
  }

  /** A function of each label and prediction. */
  interface Elementwise {
    double of(float yTrue, float yPred);
  }

  /** A function of one row of predictions (over the last axis) and its label. */
  interface Rowwise {
    /**
     * The value of a row.
     *
     * @param at where the row's label starts
     * @param from where the row's predictions start
     * @param n how many predictions there are
     */
    double of(float[] yTrue, int at, float[] yPred, int from, int n);
  }

  /** A mean over all elements. */
  static Average elementwise(Elementwise function) {
    return new Average(
        (yTrue, yPred) -> {
          float[] y = yTrue.toFloats().data();
          float[] p = yPred.toFloats().data();
          if (y.length != p.length) {
            throw shapes(yTrue, yPred);
          }
          return new Values(yPred.shape(), i -> function.of(y[i], p[i]));
        });
  }

  /** A mean over rows; each has one label, or as many as there are predictions. */
  static Average rowwise(boolean sparse, Rowwise function) {
    return new Average(
        (yTrue, yPred) -> {
          float[] y = yTrue.toFloats().data();
          float[] p = yPred.toFloats().data();
          int width = yPred.shape().last();
          int step = sparse ? 1 : width;
          if (width == 0 || y.length * width != p.length * step) {
            throw shapes(yTrue, yPred);
          }
          Shape rows = yPred.shape().slice(0, yPred.shape().rank() - 1);
          return new Values(rows, i -> function.of(y, i * step, p, i * width, width));
        });
  }

  private static IllegalArgumentException shapes(Tensor yTrue, Tensor yPred) {
    return new IllegalArgumentException(
        "labels of shape %s don't suit predictions of shape %s"
            .formatted(yTrue.shape(), yPred.shape()));
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
    add(measure.of(yTrue, yPred), sampleWeight);
  }

  /** What a batch adds to the mean, in the values' shape. */
  Tensor values(Tensor yTrue, Tensor yPred) {
    Values values = measure.of(yTrue, yPred);
    float[] data = new float[values.shape().intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values.at().applyAsDouble(i);
    }
    return Tensor.of(values.shape(), data);
  }

  private void add(Values values, @Nullable Tensor sampleWeight) {
    int size = values.shape().intSize();
    SampleWeights weights = SampleWeights.of(sampleWeight, values.shape());
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < size; i++) {
      double w = sampleWeight == null ? 1 : weights.at(i) * values.weight().applyAsDouble(i);
      sum += w * values.at().applyAsDouble(i);
      weight += w;
    }
    // A sample counts once, however many values it has.
    double share =
        size == 0 || values.shape().rank() == 0 ? 1 : (double) values.shape().dim(0) / size;
    total += sum * share;
    count += weight * share;
  }

  @Override
  public double result() {
    return count == 0 ? 0 : total / count;
  }

  @Override
  public void reset() {
    total = 0;
    count = 0;
  }
}
