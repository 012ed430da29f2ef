package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.LabelMean;
import dev.inlay.train.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A head with one label; what those have in common is here. */
interface SingleHead extends Head {
  /** The prepared labels of a batch: their type, and their shape with an unknown first axis. */
  TensorSpec labelSpec(String name);

  /**
   * Labels as {@link #labelSpec} says.
   *
   * @throws IllegalArgumentException if their type, shape or a value doesn't suit
   */
  Tensor labels(Value labels);

  /** The loss of each example, {@code [batch, 1]} or of the shape of the logits. */
  Node unweightedLoss(Node labels, Node logits);

  /** Adds what is measured besides the average loss. */
  void measure(Node labels, Node logits, @Nullable Node weights, Map<String, EvalMetric> metrics);

  /** Whether each logit may have a weight of its own. */
  default boolean weighsLogits() {
    return false;
  }

  /** The name of an input: {@code (label)}, or {@code (label) click} of a head with a name. */
  default String input(String what) {
    return "(" + what + ")" + (options().name().isEmpty() ? "" : " " + options().name());
  }

  @Override
  default Map<String, Value> encode(Batch rows) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put(input("label"), labels(label(rows)));
    NumericColumn column = options().weightColumn();
    if (column != null) {
      values.put(input("weight"), weights(column, rows));
    }
    return values;
  }

  /** The label that is this head's. */
  default Value label(Batch rows) {
    if (rows.labels().isEmpty()) {
      throw new IllegalArgumentException(
          "the data has no label; give Dataset.of(features, label), or name one with withLabel");
    }
    String name = options().name();
    return rows.labels().containsKey(name) ? rows.label(name) : rows.label();
  }

  /** The weights of rows, checked. */
  default FloatTensor weights(NumericColumn column, Batch rows) {
    Value raw = rows.feature(column.key());
    int width = raw instanceof Tensor t ? Math.toIntExact(t.shape().size(1, t.shape().rank())) : 1;
    if (width != 1 && !(weighsLogits() && width == logitsDimension())) {
      throw new IllegalArgumentException(
          weighsLogits()
              ? "weight column \"%s\" has %d numbers a row; a row has one weight, or one for each of its %d labels"
                  .formatted(column.key(), width, logitsDimension())
              : "weight column \"%s\" has %d numbers a row; a row has one weight"
                  .formatted(column.key(), width));
    }
    // As in TensorFlow, a weight column named without a shape takes rows as they are.
    NumericColumn fitting =
        column.width() == width
            ? column
            : NumericColumn.of(column.key(), width)
                .withNormalizer(column.normalizer())
                .withMissing(column.missing());
    FloatTensor weights = fitting.encode(rows);
    for (int i = 0; i < weights.data().length; i++) {
      if (weights.data()[i] < 0) {
        throw new IllegalArgumentException(
            "weight column \"%s\", row %d: %s; weights are 0 or more, so clean the data"
                .formatted(column.key(), i / width, weights.text(i)));
      }
    }
    return weights;
  }

  private Node label(Scope scope) {
    return scope.input(labelSpec(input("label")));
  }

  private @Nullable Node weight(Scope scope) {
    if (options().weightColumn() == null) {
      return null;
    }
    Shape shape = weighsLogits() ? Shape.batchOf(Shape.UNKNOWN) : Shape.batchOf(1);
    return scope.input(TensorSpec.of(input("weight"), DType.FLOAT32, shape));
  }

  @Override
  default Node loss(Scope scope, Node logits, Loss.Reduction usual) {
    Node losses = unweightedLoss(label(scope), logits);
    Node weights = weight(scope);
    Node weighted = weights == null ? losses : losses.mul(weights);
    Loss.Reduction reduction =
        options().lossReduction() == null ? usual : options().lossReduction();
    return switch (reduction) {
      case SUM -> weighted.sum();
      case SUM_OVER_BATCH_SIZE -> weighted.mean();
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weights == null
              ? weighted.mean()
              : weighted.sum().apply(Binary.DIV_NO_NAN, losses.mul(0).add(weights).sum());
      case NONE -> throw new IllegalStateException("an estimator's loss is one number");
    };
  }

  @Override
  default Map<String, EvalMetric> metrics(Scope scope, Node logits, Loss.Reduction usual) {
    Node labels = label(scope);
    Node weights = weight(scope);
    Map<String, EvalMetric> metrics = new LinkedHashMap<>();
    metrics.put(
        options().key("average_loss"),
        EvalMetric.mean(unweightedLoss(labels, logits)).withWeights(weights));
    measure(labels, logits, weights, metrics);
    return metrics;
  }

  /** Adds the means of labels and of what is predicted. */
  default void measureMeans(
      Node labels, Node predicted, @Nullable Node weights, Map<String, EvalMetric> metrics) {
    metrics.put(
        options().key("label/mean"),
        EvalMetric.of(new LabelMean(), labels, predicted).withWeights(weights));
    metrics.put(options().key("prediction/mean"), EvalMetric.mean(predicted).withWeights(weights));
  }
}
