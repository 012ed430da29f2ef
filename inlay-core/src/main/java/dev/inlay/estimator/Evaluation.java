package dev.inlay.estimator;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Loss;
import dev.inlay.train.MeanLoss;
import dev.inlay.train.Metric;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation. As TensorFlow has it, {@code loss} is the mean of the batches' losses, whatever
 * their sizes and weights, and {@code average_loss} the mean over all rows by their weights.
 */
final class Evaluation {
  private final Head head;
  private final Loss.Reduction reduction;
  private final Metric.Accumulator batchLoss;
  private final Map<String, Metric.Accumulator> metrics = new LinkedHashMap<>();
  private double losses;
  private double weightedLosses;
  private double weights;
  private int batches;

  Evaluation(Head head, Loss.Reduction reduction) {
    this.head = head;
    this.reduction = reduction;
    this.batchLoss = new MeanLoss("loss", head.loss()).start();
    head.metrics().forEach(metric -> metrics.put(metric.name(), metric.start()));
  }

  int batches() {
    return batches;
  }

  /**
   * Takes in a batch.
   *
   * @param rowWeights one number a row; null for ones
   */
  void add(Tensor labels, FloatTensor logits, @Nullable FloatTensor rowWeights) {
    int rows = logits.rows();
    double weight = rows;
    if (rowWeights != null) {
      weight = 0;
      for (float w : rowWeights.data()) {
        weight += w;
      }
    }
    batchLoss.reset();
    batchLoss.update(labels, logits, rowWeights);
    double mean = batchLoss.result();
    losses +=
        switch (reduction) {
          case SUM -> mean * weight * head.comparisons();
          case SUM_OVER_BATCH_SIZE -> mean * weight / rows;
          case MEAN_WITH_SAMPLE_WEIGHT -> mean;
          case NONE -> throw new IllegalStateException("an estimator's loss is one number");
        };
    batches++;
    weightedLosses += mean * weight;
    weights += weight;
    FloatTensor measured = head.measured(logits);
    metrics.values().forEach(metric -> metric.update(labels, measured, rowWeights));
  }

  /** All results by key, in the order of the alphabet. */
  SortedMap<String, Double> results(long globalStep) {
    SortedMap<String, Double> results = new TreeMap<>();
    metrics.forEach((key, metric) -> results.put(key, metric.result()));
    results.put("loss", losses / batches);
    results.put("average_loss", weights == 0 ? 0 : weightedLosses / weights);
    results.put("global_step", (double) globalStep);
    return Collections.unmodifiableSortedMap(results);
  }
}
