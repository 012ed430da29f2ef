package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model's last numbers, its logits, mean: which labels they are compared with and how, what
 * is predicted from them, what is measured. Keys and meanings are those of TensorFlow's heads.
 *
 * <p>Like a column, a head has two halves. The data side, {@link #encode}, checks labels and
 * weights and looks words up, on any thread. The graph side asks the scope for them and makes
 * losses and what metrics are fed.
 *
 * <p>{@code DnnEstimator.of(head, columns, 64)} makes an estimator with any head; a model function
 * uses {@link #createEstimatorSpec}.
 */
public interface Head {
  HeadOptions options();

  Head withOptions(HeadOptions options);

  /** A head whose metrics have a name behind their keys, and whose label goes by it. */
  default Head withName(String name) {
    return withOptions(options().withName(name));
  }

  /** A head that counts rows as much as a feature says. */
  default Head withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** A head that counts rows as much as a column says. */
  default Head withWeightColumn(NumericColumn column) {
    return withOptions(options().withWeightColumn(column));
  }

  /** A head that makes the losses of rows one number in another way. */
  default Head withLossReduction(Loss.Reduction reduction) {
    return withOptions(options().withLossReduction(reduction));
  }

  /** How many logits a row has. */
  int logitsDimension();

  /**
   * Labels and weights of a batch as the graph takes them, by the names of inputs.
   *
   * @throws IllegalArgumentException if one is missing, or its type, shape or a value doesn't suit
   */
  Map<String, Value> encode(Batch rows);

  /**
   * Whether logits and labels are of the steps of sequences: {@code [batch, steps,
   * logitsDimension]}, with a mask of the steps that a row has.
   */
  default boolean isOfSteps() {
    return false;
  }

  /**
   * As {@link #encode(Batch)}, where it is known which steps rows have.
   *
   * @param steps ones for the steps that rows have, {@code [batch, steps]}; null if nobody knows
   */
  default Map<String, Value> encode(Batch rows, @Nullable FloatTensor steps) {
    return encode(rows);
  }

  /**
   * The loss of a batch, one number.
   *
   * @param logits {@code [batch, logitsDimension]}, or of steps
   * @param usual the reduction unless the head names one
   */
  Node loss(Scope scope, Node logits, Loss.Reduction usual);

  /** What is measured besides the loss, by key. */
  Map<String, EvalMetric> metrics(Scope scope, Node logits, Loss.Reduction usual);

  /** The numbers that are predicted, by key, a row for each row. */
  Map<String, Node> predictions(Scope scope, Node logits);

  /**
   * All that is predicted, by key, from the numbers: classes by name come to them.
   *
   * @param numbers values of {@link #predictions}
   */
  default Map<String, Tensor> finish(Map<String, Tensor> numbers) {
    return numbers;
  }

  /**
   * All that an estimator wants of a model function, from logits.
   *
   * @param optimizer moves the weights
   */
  default EstimatorSpec createEstimatorSpec(ModelInputs in, Node logits, Optimizer optimizer) {
    return EstimatorSpec.of(this, in, logits, Loss.Reduction.SUM_OVER_BATCH_SIZE)
        .withOptimizer(optimizer);
  }
}
