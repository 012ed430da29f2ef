package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Auc;
import dev.inlay.train.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any number of classes for each row, each by the cross-entropy of a sigmoid, whose mean over the
 * classes is the row's loss: TensorFlow's {@code MultiLabelHead}.
 *
 * <p>Labels are rows of different lengths, with class ids or with words of the vocabulary, or a
 * number 0 or 1 for each class.
 *
 * @param classes how many there are
 * @param labelVocabulary the words of the classes; empty if labels are numbers
 * @param thresholds at which accuracy, precision and recall are measured
 * @param measuredClasses ids of classes that are also measured one by one
 * @param loss of each row; null for the mean of the cross-entropies
 */
public record MultiLabelHead(
    int classes,
    List<String> labelVocabulary,
    List<Float> thresholds,
    List<Integer> measuredClasses,
    @Nullable HeadLoss loss,
    HeadOptions options)
    implements SingleHead {
  /**
   * @throws IllegalArgumentException if there are fewer than two classes, words that are not one
   *     for each class, a threshold that isn't between 0 and 1, or a measured class that doesn't
   *     exist
   */
  public MultiLabelHead {
    labelVocabulary = new Classes(classes, labelVocabulary).vocabulary();
    thresholds = Thresholds.checked(thresholds);
    options.checkOneWeight();
    measuredClasses = List.copyOf(measuredClasses);
    for (int id : measuredClasses) {
      if (id < 0 || id >= classes) {
        throw new IllegalArgumentException(
            "class %d can't be measured; classes are 0 to %d".formatted(id, classes - 1));
      }
    }
  }

  /** Labels are class ids, or a 0 or 1 for each class. */
  public static MultiLabelHead of(int classes) {
    return new MultiLabelHead(classes, List.of(), List.of(), List.of(), null, HeadOptions.NONE);
  }

  /** With a class for each word. */
  public MultiLabelHead withLabelVocabulary(String... words) {
    return new MultiLabelHead(classes, List.of(words), thresholds, measuredClasses, loss, options);
  }

  /** With metrics at thresholds of the probabilities. */
  public MultiLabelHead withThresholds(float... between0And1) {
    List<Float> boxed = new ArrayList<>();
    for (float threshold : between0And1) {
      boxed.add(threshold);
    }
    return new MultiLabelHead(classes, labelVocabulary, boxed, measuredClasses, loss, options);
  }

  /** With metrics of single classes: TensorFlow's {@code classes_for_class_based_metrics}. */
  public MultiLabelHead withClassesForClassBasedMetrics(int... ids) {
    return new MultiLabelHead(
        classes, labelVocabulary, thresholds, Arrays.stream(ids).boxed().toList(), loss, options);
  }

  /**
   * With metrics of single classes.
   *
   * @throws IllegalArgumentException if one is not in the label vocabulary
   */
  public MultiLabelHead withClassesForClassBasedMetrics(String... words) {
    return withClassesForClassBasedMetrics(names().lookUp(Tensor.of(words), i -> i));
  }

  /** With another loss, {@code [batch, 1]}. */
  public MultiLabelHead withLoss(HeadLoss other) {
    return new MultiLabelHead(
        classes, labelVocabulary, thresholds, measuredClasses, other, options);
  }

  @Override
  public MultiLabelHead withOptions(HeadOptions others) {
    return new MultiLabelHead(classes, labelVocabulary, thresholds, measuredClasses, loss, others);
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
    return TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(classes));
  }

  @Override
  public Tensor labels(Value labels) {
    return switch (labels) {
      case Ragged rows -> indicators(ids(rows), rows.splits());
      case StringTensor texts -> {
        int width = Math.toIntExact(texts.shape().size(1, texts.shape().rank()));
        int[] splits = new int[texts.rows() + 1];
        Arrays.setAll(splits, i -> i * width);
        var flat = new StringTensor(Shape.of(texts.data().length), texts.data());
        yield indicators(ids(new Ragged(flat, splits)), splits);
      }
      case Tensor numbers -> {
        Tensor y = Labels.of(DType.FLOAT32, Shape.batchOf(classes)).conform("label", numbers);
        Classes.checkShares(y, "give a 0 or 1 for each class, or rows of class ids");
        yield y;
      }
    };
  }

  private int[] ids(Ragged rows) {
    int[] splits = rows.splits();
    return switch (rows.values()) {
      case StringTensor texts when labelVocabulary.isEmpty() ->
          throw new IllegalArgumentException(
              "labels are text (first: \"%s\"); say which there are with withLabelVocabulary"
                  .formatted(texts.data().length == 0 ? "" : texts.text(0)));
      case StringTensor texts -> names().lookUp(texts, i -> row(splits, i));
      case IntTensor ids -> checked(Arrays.stream(ids.data()).asLongStream().toArray(), splits);
      case LongTensor ids -> checked(ids.data(), splits);
      case Tensor numbers ->
          throw new IllegalArgumentException(
              "labels are rows of %s; classes are whole numbers from 0 to %d"
                  .formatted(numbers.dtype(), classes - 1));
    };
  }

  private int[] checked(long[] ids, int[] splits) {
    int[] checked = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= classes) {
        throw new IllegalArgumentException(
            "label, row %d: class id %d, but there are %d classes (0 to %d)"
                .formatted(row(splits, i), ids[i], classes, classes - 1));
      }
      checked[i] = (int) ids[i];
    }
    return checked;
  }

  private static int row(int[] splits, int place) {
    int row = 0;
    while (splits[row + 1] <= place) {
      row++;
    }
    return row;
  }

  private Tensor indicators(int[] ids, int[] splits) {
    float[] y = new float[(splits.length - 1) * classes];
    for (int row = 0; row + 1 < splits.length; row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        y[row * classes + ids[i]] = 1;
      }
    }
    return Tensor.of(Shape.of(splits.length - 1, classes), y);
  }

  @Override
  public Node unweightedLoss(Node labels, Node logits) {
    return loss == null
        ? HeadLosses.SIGMOID_CROSS_ENTROPY.of(labels, logits).meanKeepingDims(-1)
        : loss.of(labels, logits);
  }

  @Override
  public void measure(
      Node labels, Node logits, @Nullable Node weights, Map<String, EvalMetric> metrics) {
    Node probabilities = logits.sigmoid();
    putCurves("", labels, probabilities, weights, metrics);
    Thresholds.measure(thresholds, options, labels, probabilities, weights, metrics);
    for (int id : measuredClasses) {
      String suffix = "/" + (labelVocabulary.isEmpty() ? "class" + id : labelVocabulary.get(id));
      Node probability = probabilities.slice(1, id, id + 1);
      metrics.put(
          options.key("probability_mean" + suffix),
          EvalMetric.mean(probability).withWeights(weights));
      putCurves(suffix, labels.slice(1, id, id + 1), probability, weights, metrics);
    }
  }

  private void putCurves(
      String suffix,
      Node labels,
      Node probabilities,
      @Nullable Node weights,
      Map<String, EvalMetric> metrics) {
    metrics.put(
        options.key("auc" + suffix),
        EvalMetric.of(Auc.of(), labels, probabilities).withWeights(weights));
    metrics.put(
        options.key("auc_precision_recall" + suffix),
        EvalMetric.of(Auc.of(Auc.Curve.PR), labels, probabilities).withWeights(weights));
  }

  @Override
  public Map<String, Node> predictions(Scope scope, Node logits) {
    Map<String, Node> predictions = new LinkedHashMap<>();
    predictions.put("logits", logits);
    predictions.put("probabilities", logits.sigmoid());
    return predictions;
  }

  @Override
  public Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    Map<String, Tensor> predictions = new LinkedHashMap<>(numbers);
    int rows = numbers.values().iterator().next().rows();
    predictions.put("classes", names().allNames(rows));
    return predictions;
  }
}
