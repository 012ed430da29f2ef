package dev.inlay.estimator;

import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Labels;
import dev.inlay.train.SparseCategoricalAccuracy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of several classes, by the cross-entropy of a softmax: TensorFlow's {@code MultiClassHead}.
 *
 * @param classes how many there are
 * @param labelVocabulary the words of the classes, as they stand in the labels; empty if labels are
 *     0, 1 and so on
 * @param loss of each row; null for the cross-entropy
 */
public record MultiClassHead(
    int classes, List<String> labelVocabulary, @Nullable HeadLoss loss, HeadOptions options)
    implements SingleHead {
  /**
   * @throws IllegalArgumentException if there are fewer than two classes, or words, but not one for
   *     each class, or one twice
   */
  public MultiClassHead {
    labelVocabulary = new Classes(classes, labelVocabulary).vocabulary();
    options.checkOneWeight();
  }

  /** Labels are 0, 1 and so on. */
  public static MultiClassHead of(int classes) {
    return new MultiClassHead(classes, List.of(), null, HeadOptions.NONE);
  }

  /** With a class for each word. */
  public MultiClassHead withLabelVocabulary(String... words) {
    return new MultiClassHead(classes, List.of(words), loss, options);
  }

  /** With another loss; it is given class ids {@code [batch, 1]}. */
  public MultiClassHead withLoss(HeadLoss other) {
    return new MultiClassHead(classes, labelVocabulary, other, options);
  }

  @Override
  public MultiClassHead withOptions(HeadOptions others) {
    return new MultiClassHead(classes, labelVocabulary, loss, others);
  }

  private Classes names() {
    return new Classes(classes, labelVocabulary);
  }

  @Override
  public int logitsDimension() {
    return classes;
  }

  @Override
  public TensorSpec labelSpec(String name) {
    return TensorSpec.of(name, DType.INT32, Shape.batchOf(1));
  }

  @Override
  public Tensor labels(Value labels) {
    Value ids = names().numbers(labels);
    if (ids.dtype() == DType.FLOAT32) {
      throw new IllegalArgumentException(
          "labels are FLOAT32; a class is a whole number from 0 to %d: read them as INT32 or INT64"
              .formatted(classes - 1));
    }
    return new Labels(DType.INT32, Shape.batchOf(1), classes, null).conform("label", ids);
  }

  @Override
  public Node unweightedLoss(Node labels, Node logits) {
    return loss == null
        ? logits
            .graph()
            .add(new CrossEntropy.SparseSoftmaxCrossEntropy(), logits, labels.reshape(-1))
            .reshape(-1, 1)
        : loss.of(labels, logits);
  }

  @Override
  public void measure(
      Node labels, Node logits, @Nullable Node weights, Map<String, EvalMetric> metrics) {
    metrics.put(
        options.key("accuracy"),
        EvalMetric.of(new SparseCategoricalAccuracy(), labels, logits).withWeights(weights));
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    Map<String, Node> predictions = new LinkedHashMap<>();
    predictions.put("logits", logits);
    predictions.put("probabilities", logits.softmax());
    return predictions;
  }

  @Override
  public Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    return names().finish(numbers);
  }
}
