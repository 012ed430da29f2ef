package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Metric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric that a user adds to those of an estimator: TensorFlow's {@code add_metrics}. It sees raw
 * rows, with features that the model doesn't read, and predictions.
 *
 * @param metric its name is the key of the result
 */
public record AddedMetric(Metric metric, Inputs inputs) {
  /** What a metric is fed. */
  @FunctionalInterface
  public interface Inputs {
    /**
     * Labels, predictions and weights of a batch.
     *
     * @param rows with labels, as the input function gave them
     * @param predictions by key
     */
    Measured of(Batch rows, Map<String, Tensor> predictions);
  }

  /**
   * Labels, predictions, and how much they count.
   *
   * @param weights null if all count the same
   */
  public record Measured(Tensor labels, Tensor predictions, @Nullable Tensor weights) {
    public static Measured of(Tensor labels, Tensor predictions) {
      return new Measured(labels, predictions, null);
    }

    public Measured withWeights(Tensor others) {
      return new Measured(labels, predictions, others);
    }
  }

  /**
   * A metric of the only label, which are numbers, and of predictions by their key.
   *
   * @param key {@code "predictions"} of a regressor, {@code "logistic"} of two classes
   */
  public static AddedMetric of(Metric metric, String key) {
    return new AddedMetric(
        metric,
        (rows, predictions) -> {
          Tensor predicted = predictions.get(key);
          if (predicted == null) {
            throw new IllegalArgumentException(
                "metric \"%s\": no prediction \"%s\"; there are %s"
                    .formatted(metric.name(), key, predictions.keySet()));
          }
          Value label = rows.label();
          if (!(label instanceof Tensor labels)) {
            throw new IllegalArgumentException(
                "metric \"%s\": the label's rows differ in length".formatted(metric.name()));
          }
          if (labels instanceof StringTensor) {
            throw new IllegalArgumentException(
                "metric \"%s\": labels are text; make numbers of them: new AddedMetric(metric, (rows, predictions) -> Measured.of(…))"
                    .formatted(metric.name()));
          }
          return Measured.of(
              labels.shape().rank() < predicted.shape().rank()
                  ? labels.reshape(labels.shape().append(1))
                  : labels,
              predicted);
        });
  }

  void update(Metric.Accumulator accumulator, Batch rows, Map<String, Tensor> predictions) {
    Measured measured = inputs.of(rows, predictions);
    accumulator.update(measured.labels(), measured.predictions(), measured.weights());
  }
}
