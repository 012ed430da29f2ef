package dev.inlay.estimator;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.SparseCategoricalAccuracy;
import dev.inlay.train.SparseCategoricalCrossentropy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of three classes or more, by the cross-entropy of a softmax. */
record MultiClassHead(Classes classes) implements Head {
  @Override
  public int logits() {
    return classes.count();
  }

  @Override
  public Loss loss() {
    return SparseCategoricalCrossentropy.ofLogits();
  }

  @Override
  public int comparisons() {
    return 1;
  }

  @Override
  public Tensor labels(Value labels) {
    Value ids = classes.numbers(labels);
    if (ids.dtype() == DType.FLOAT32) {
      throw new IllegalArgumentException(
          "labels are FLOAT32; a class is a whole number from 0 to %d: read them as INT32 or INT64"
              .formatted(classes.count() - 1));
    }
    return new Labels(DType.INT32, Shape.batchOf(), classes.count(), null).conform("label", ids);
  }

  @Override
  public Map<String, Tensor> predictions(FloatTensor logits) {
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    predictions.put("logits", logits);
    predictions.putAll(classes.predictions(measured(logits)));
    return predictions;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(Metric.named("accuracy", new SparseCategoricalAccuracy()));
  }

  /** The probabilities of all classes: exp(x) over its sum, without overflow. */
  @Override
  public FloatTensor measured(FloatTensor logits) {
    int n = classes.count();
    float[] x = logits.data();
    float[] probabilities = new float[x.length];
    double[] exponentials = new double[n];
    for (int at = 0; at < x.length; at += n) {
      double max = x[at + Classes.largest(x, at, n)];
      double sum = 0;
      for (int c = 0; c < n; c++) {
        exponentials[c] = Math.exp(x[at + c] - max);
        sum += exponentials[c];
      }
      for (int c = 0; c < n; c++) {
        probabilities[at + c] = (float) (exponentials[c] / sum);
      }
    }
    return Tensor.of(logits.shape(), probabilities);
  }
}
