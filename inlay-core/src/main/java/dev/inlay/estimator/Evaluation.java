package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One evaluation. As TensorFlow has it, {@code loss} is the mean of the batches' losses, whatever
 * their sizes and weights.
 */
final class Evaluation {
  static final String LOSS = "loss";
  static final String GLOBAL_STEP = "global_step";

  private record Fed(EvalMetric metric, Metric.Accumulator accumulator) {}

  private record Added(AddedMetric metric, Metric.Accumulator accumulator) {}

  private final Map<String, Fed> metrics = new LinkedHashMap<>();
  private final List<Added> added = new ArrayList<>();
  private double losses;
  private int batches;

  /**
   * Nothing measured yet.
   *
   * @param spec what its model measures
   * @param more what its user adds
   */
  Evaluation(EstimatorSpec spec, List<AddedMetric> more) {
    spec.evalMetrics()
        .forEach((key, metric) -> metrics.put(key, new Fed(metric, metric.metric().start())));
    more.forEach(metric -> added.add(new Added(metric, metric.metric().start())));
  }

  int batches() {
    return batches;
  }

  /**
   * Takes in what a run has given for a batch.
   *
   * @param rows the batch as it was before it was encoded
   */
  void add(Machine.Traced run, Batch rows) {
    losses += run.loss();
    batches++;
    Map<Node, Tensor> values = new LinkedHashMap<>();
    for (Fed fed : metrics.values()) {
      EvalMetric metric = fed.metric();
      fed.accumulator()
          .update(
              values.computeIfAbsent(metric.labels(), run::value),
              values.computeIfAbsent(metric.predictions(), run::value),
              metric.weights() == null
                  ? null
                  : values.computeIfAbsent(metric.weights(), run::value));
    }
    if (!added.isEmpty()) {
      Map<String, Tensor> predictions = run.predictions();
      for (Added metric : added) {
        metric.metric().update(metric.accumulator(), rows, predictions);
      }
    }
  }

  /** All results by key, in the order of the alphabet. */
  SortedMap<String, Double> results(long globalStep) {
    SortedMap<String, Double> results = new TreeMap<>();
    metrics.forEach((key, fed) -> results.put(key, fed.accumulator().result()));
    added.forEach(
        metric -> results.put(metric.metric().metric().name(), metric.accumulator().result()));
    results.put(LOSS, losses / batches);
    results.put(GLOBAL_STEP, (double) globalStep);
    return Collections.unmodifiableSortedMap(results);
  }
}
