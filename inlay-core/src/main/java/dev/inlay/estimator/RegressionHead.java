package dev.inlay.estimator;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.LabelMean;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.PredictionMean;
import java.util.List;
import java.util.Map;

/**
 * Numbers, by the squared error.
 *
 * @param labelDimension how many numbers are predicted for a row
 */
record RegressionHead(int labelDimension) implements Head {
  RegressionHead {
    if (labelDimension < 1) {
      throw new IllegalArgumentException(
          "label dimension %d; give 1 or more".formatted(labelDimension));
    }
  }

  @Override
  public int logits() {
    return labelDimension;
  }

  @Override
  public Loss loss() {
    return Loss.MEAN_SQUARED_ERROR;
  }

  @Override
  public int comparisons() {
    return labelDimension;
  }

  @Override
  public Tensor labels(Value labels) {
    return Labels.of(DType.FLOAT32, Shape.batchOf(labelDimension)).conform("label", labels);
  }

  @Override
  public Map<String, Tensor> predictions(FloatTensor logits) {
    return Map.of("predictions", logits);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new LabelMean(), new PredictionMean());
  }

  @Override
  public FloatTensor measured(FloatTensor logits) {
    return logits;
  }
}
