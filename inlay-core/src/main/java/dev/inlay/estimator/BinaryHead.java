package dev.inlay.estimator;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.AccuracyBaseline;
import dev.inlay.train.Auc;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.LabelMean;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Precision;
import dev.inlay.train.PredictionMean;
import dev.inlay.train.Recall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of two classes, by the cross-entropy of a sigmoid. */
record BinaryHead(Classes classes) implements Head {
  @Override
  public int logits() {
    return 1;
  }

  @Override
  public Loss loss() {
    return BinaryCrossentropy.ofLogits();
  }

  @Override
  public int comparisons() {
    return 1;
  }

  @Override
  public Tensor labels(Value labels) {
    Tensor y = Labels.of(DType.FLOAT32, Shape.batchOf(1)).conform("label", classes.numbers(labels));
    float[] data = y.toFloats().data();
    for (int i = 0; i < data.length; i++) {
      if (data[i] < 0 || data[i] > 1) {
        throw new IllegalArgumentException(
            "label, row %d: %s is outside of 0 to 1; for more classes say so with withClasses"
                .formatted(i, y.text(i)));
      }
    }
    return y;
  }

  @Override
  public Map<String, Tensor> predictions(FloatTensor logits) {
    int rows = logits.rows();
    FloatTensor logistic = measured(logits);
    float[] both = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      both[2 * row] = sigmoid(-logits.data()[row]);
      both[2 * row + 1] = logistic.data()[row];
    }
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    predictions.put("logits", logits);
    predictions.put("logistic", logistic);
    predictions.putAll(classes.predictions(Tensor.of(Shape.of(rows, 2), both)));
    return predictions;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        Metric.named("accuracy", BinaryAccuracy.of()),
        new AccuracyBaseline(),
        Auc.of(),
        Metric.named("auc_precision_recall", Auc.of(Auc.Curve.PR)),
        new LabelMean(),
        Precision.of(),
        new PredictionMean(),
        Recall.of());
  }

  /** The probability of the second class. */
  @Override
  public FloatTensor measured(FloatTensor logits) {
    float[] logistic = new float[logits.data().length];
    for (int i = 0; i < logistic.length; i++) {
      logistic[i] = sigmoid(logits.data()[i]);
    }
    return Tensor.of(logits.shape(), logistic);
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
