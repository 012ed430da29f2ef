package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.AccuracyBaseline;
import dev.inlay.train.Auc;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.Labels;
import dev.inlay.train.Metric;
import dev.inlay.train.Precision;
import dev.inlay.train.Recall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of two classes, by the cross-entropy of a sigmoid: TensorFlow's {@code BinaryClassHead}.
 *
 * @param labelVocabulary the words of the classes, as they stand in the labels; empty if labels are
 *     0 and 1
 * @param thresholds at which accuracy, precision and recall are measured besides
 * @param loss of each row
 */
public record BinaryClassHead(
    List<String> labelVocabulary, List<Float> thresholds, HeadLoss loss, HeadOptions options)
    implements SingleHead {
  /**
   * @throws IllegalArgumentException if there are words, but not two different ones, or a threshold
   *     isn't between 0 and 1
   */
  public BinaryClassHead {
    labelVocabulary = new Classes(2, labelVocabulary).vocabulary();
    thresholds = Thresholds.checked(thresholds);
    options.checkOneWeight();
  }

  /** Labels are 0 and 1. */
  public static BinaryClassHead of() {
    return new BinaryClassHead(
        List.of(), List.of(), HeadLosses.SIGMOID_CROSS_ENTROPY, HeadOptions.NONE);
  }

  /** With words for labels; the second stands for 1. */
  public BinaryClassHead withLabelVocabulary(String... words) {
    return new BinaryClassHead(List.of(words), thresholds, loss, options);
  }

  /** With metrics at thresholds of the probability. */
  public BinaryClassHead withThresholds(float... between0And1) {
    List<Float> boxed = new ArrayList<>();
    for (float threshold : between0And1) {
      boxed.add(threshold);
    }
    return new BinaryClassHead(labelVocabulary, boxed, loss, options);
  }

  /** With another loss. */
  public BinaryClassHead withLoss(HeadLoss other) {
    return new BinaryClassHead(labelVocabulary, thresholds, other, options);
  }

  @Override
  public BinaryClassHead withOptions(HeadOptions others) {
    return new BinaryClassHead(labelVocabulary, thresholds, loss, others);
  }

  private Classes classes() {
    return new Classes(2, labelVocabulary);
  }

  @Override
  public int logitsDimension() {
    return 1;
  }

  @Override
  public TensorSpec labelSpec(String name) {
    return TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(1));
  }

  @Override
  public Tensor labels(Value labels) {
    Tensor y =
        Labels.of(DType.FLOAT32, Shape.batchOf(1)).conform("label", classes().numbers(labels));
    Classes.checkShares(y, "for more classes say so with withClasses");
    return y;
  }

  @Override
  public Node unweightedLoss(Node labels, Node logits) {
    return loss.of(labels, logits);
  }

  @Override
  public void measure(
      Node labels, Node logits, @Nullable Node weights, Map<String, EvalMetric> metrics) {
    // A logit above 0 is the second class; its probability may be rounded to a half.
    Map<String, Metric> byLogit = new LinkedHashMap<>();
    byLogit.put("accuracy", BinaryAccuracy.of(0));
    byLogit.put("precision", Precision.of(0));
    byLogit.put("recall", Recall.of(0));
    byLogit.forEach((name, metric) -> put(name, metric, labels, logits, weights, metrics));
    Node logistic = logits.sigmoid();
    put("accuracy_baseline", new AccuracyBaseline(), labels, logistic, weights, metrics);
    put("auc", Auc.of(), labels, logistic, weights, metrics);
    put("auc_precision_recall", Auc.of(Auc.Curve.PR), labels, logistic, weights, metrics);
    measureMeans(labels, logistic, weights, metrics);
    Thresholds.measure(thresholds, options, labels, logistic, weights, metrics);
  }

  private void put(
      String name,
      Metric metric,
      Node labels,
      Node predictions,
      @Nullable Node weights,
      Map<String, EvalMetric> to) {
    to.put(options.key(name), EvalMetric.of(metric, labels, predictions).withWeights(weights));
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    Node logistic = logits.sigmoid();
    Map<String, Node> predictions = new LinkedHashMap<>();
    predictions.put("logits", logits);
    predictions.put("logistic", logistic);
    predictions.put("probabilities", Node.concat(-1, logits.neg().sigmoid(), logistic));
    return predictions;
  }

  @Override
  public Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    return classes().finish(numbers);
  }
}
