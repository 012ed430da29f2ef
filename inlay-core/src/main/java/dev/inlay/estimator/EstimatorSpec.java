package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a model function gives back: TensorFlow's class of this name. Training needs a loss and an
 * optimizer, evaluation a loss, prediction predictions; what a mode doesn't need may be there too.
 * Penalties of regularizers are added to the loss.
 *
 * @param predictions numbers by key, a row for each row
 * @param finish makes of the predicted numbers what a user sees, names of classes for instance
 * @param loss one number; null in a prediction
 * @param optimizers who moves the weights below a path; {@code ""} stands for all
 * @param evalMetrics what is measured besides the loss, by key
 * @param summaries values to be written for TensorBoard while training, by tag
 * @param hooks that take part in every run of this mode
 */
public record EstimatorSpec(
    Map<String, Node> predictions,
    UnaryOperator<Map<String, Tensor>> finish,
    @Nullable Node loss,
    Map<String, Optimizer> optimizers,
    Map<String, EvalMetric> evalMetrics,
    Map<String, Node> summaries,
    List<Hook> hooks) {
  private static final EstimatorSpec EMPTY =
      new EstimatorSpec(
          Map.of(), UnaryOperator.identity(), null, Map.of(), Map.of(), Map.of(), List.of());

  public EstimatorSpec {
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    evalMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(evalMetrics));
    summaries = Collections.unmodifiableMap(new LinkedHashMap<>(summaries));
    hooks = List.copyOf(hooks);
    if (loss != null && loss.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "a loss is one number, not of shape %s; take its mean or sum".formatted(loss.shape()));
    }
    for (String key : evalMetrics.keySet()) {
      if (key.equals(Evaluation.LOSS) || key.equals(Evaluation.GLOBAL_STEP)) {
        throw new IllegalArgumentException(
            "a metric can't be named \"%s\": every evaluation has it already".formatted(key));
      }
    }
  }

  /** For training. */
  public static EstimatorSpec train(Node loss, Optimizer optimizer) {
    return EMPTY.withLoss(loss).withOptimizer(optimizer);
  }

  /** For evaluation. */
  public static EstimatorSpec eval(Node loss, Map<String, EvalMetric> metrics) {
    return EMPTY.withLoss(loss).withEvalMetrics(metrics);
  }

  /** For prediction. */
  public static EstimatorSpec predict(Map<String, Node> predictions) {
    return EMPTY.withPredictions(predictions);
  }

  /** What a head makes of logits in the present mode. */
  static EstimatorSpec of(Head head, ModelInputs in, Node logits, Loss.Reduction usual) {
    if (logits.shape().last() != head.logitsDimension()) {
      throw new IllegalArgumentException(
          "the head wants %d logits a row, these have shape %s"
              .formatted(head.logitsDimension(), logits.shape()));
    }
    EstimatorSpec spec =
        predict(in.mode() == ModeKeys.TRAIN ? Map.of() : head.predictions(in.scope(), logits))
            .withFinish(head::finish);
    if (in.mode() == ModeKeys.PREDICT) {
      return spec;
    }
    Node mask = head.isOfSteps() ? in.scope().mask(logits) : null;
    if (mask != null && mask.op() instanceof Source.Input(TensorSpec steps)) {
      in.encodedBy((rows, made) -> head.encode(rows, (FloatTensor) made.get(steps.name())));
    } else {
      in.encodedBy(rows -> head.encode(rows));
    }
    Node loss = head.loss(in.scope(), logits, usual);
    return in.mode() == ModeKeys.TRAIN
        ? spec.withLoss(loss)
        : spec.withLoss(loss).withEvalMetrics(head.metrics(in.scope(), logits, usual));
  }

  public EstimatorSpec withPredictions(Map<String, Node> others) {
    return new EstimatorSpec(others, finish, loss, optimizers, evalMetrics, summaries, hooks);
  }

  /** With predictions that a function changes when they have been computed. */
  public EstimatorSpec withFinish(UnaryOperator<Map<String, Tensor>> function) {
    return new EstimatorSpec(
        predictions, function, loss, optimizers, evalMetrics, summaries, hooks);
  }

  public EstimatorSpec withLoss(Node other) {
    return new EstimatorSpec(predictions, finish, other, optimizers, evalMetrics, summaries, hooks);
  }

  /** With one optimizer for all weights. */
  public EstimatorSpec withOptimizer(Optimizer optimizer) {
    return withOptimizer("", optimizer);
  }

  /** With an optimizer for the weights below a path; the longest path that suits wins. */
  public EstimatorSpec withOptimizer(String path, Optimizer optimizer) {
    Map<String, Optimizer> more = new LinkedHashMap<>(optimizers);
    more.put(path, optimizer);
    return new EstimatorSpec(predictions, finish, loss, more, evalMetrics, summaries, hooks);
  }

  public EstimatorSpec withEvalMetrics(Map<String, EvalMetric> metrics) {
    return new EstimatorSpec(predictions, finish, loss, optimizers, metrics, summaries, hooks);
  }

  /** With a value that is written for TensorBoard while training. */
  public EstimatorSpec withSummary(String tag, Node value) {
    Map<String, Node> more = new LinkedHashMap<>(summaries);
    more.put(tag, value);
    return new EstimatorSpec(predictions, finish, loss, optimizers, evalMetrics, more, hooks);
  }

  /** With hooks that take part in every run of this mode. */
  public EstimatorSpec withHooks(Hook... others) {
    return new EstimatorSpec(
        predictions, finish, loss, optimizers, evalMetrics, summaries, List.of(others));
  }

  /**
   * The optimizer of a weight.
   *
   * @throws IllegalStateException if none is for it
   */
  Optimizer optimizerOf(String path) {
    Optimizer best = optimizers.get("");
    int longest = 0;
    for (var entry : optimizers.entrySet()) {
      String prefix = entry.getKey();
      if (prefix.length() > longest && (path.equals(prefix) || path.startsWith(prefix + "/"))) {
        best = entry.getValue();
        longest = prefix.length();
      }
    }
    if (best == null) {
      throw new IllegalStateException(
          "no optimizer moves weight \"%s\"; there are some for %s"
              .formatted(path, optimizers.keySet()));
    }
    return best;
  }
}
