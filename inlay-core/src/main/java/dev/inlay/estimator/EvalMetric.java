package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.train.Metric;
import dev.inlay.train.PredictionMean;
import org.jspecify.annotations.Nullable;

/**
 * A metric and what it is fed in each batch of an evaluation.
 *
 * @param labels what predictions are compared with
 * @param weights how much values count; null if all count the same
 */
public record EvalMetric(Metric metric, Node labels, Node predictions, @Nullable Node weights) {
  public static EvalMetric of(Metric metric, Node labels, Node predictions) {
    return new EvalMetric(metric, labels, predictions, null);
  }

  /** The mean of values. */
  public static EvalMetric mean(Node values) {
    return of(new PredictionMean(), values, values);
  }

  /** With values that count as much as these; the same for all of a row if there is one a row. */
  public EvalMetric withWeights(@Nullable Node others) {
    return new EvalMetric(metric, labels, predictions, others);
  }
}
