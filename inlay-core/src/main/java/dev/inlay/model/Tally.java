package dev.inlay.model;

import dev.inlay.engine.Run;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Metric;
import dev.inlay.train.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Losses and metrics gathered over batches: losses as means by the number of rows. */
final class Tally {
  private record Counted(
      String name, int output, boolean weighted, Mode direction, Metric.Accumulator accumulator) {}

  private final List<String> lossNames = new ArrayList<>();
  private final double[] losses;
  private final List<Counted> metrics = new ArrayList<>();
  private long rows;

  Tally(List<String> outputs, Compile settings) {
    lossNames.add("loss");
    if (outputs.size() > 1) {
      outputs.forEach(name -> lossNames.add(name + "_loss"));
    }
    losses = new double[lossNames.size()];
    for (int i = 0; i < outputs.size(); i++) {
      String prefix = outputs.size() > 1 ? outputs.get(i) + "_" : "";
      for (Metric metric : settings.metricsOf(outputs.get(i))) {
        add(prefix + metric.name(), i, false, metric);
      }
      for (Metric metric : settings.weightedMetricsOf(outputs.get(i))) {
        String name = prefix + metric.name();
        add(isTaken(name) ? prefix + "weighted_" + metric.name() : name, i, true, metric);
      }
    }
  }

  private void add(String name, int output, boolean weighted, Metric metric) {
    if (isTaken(name)) {
      throw new IllegalArgumentException(
          "two metrics are named \"%s\"; rename one with named()".formatted(name));
    }
    metrics.add(new Counted(name, output, weighted, metric.direction(), metric.start()));
  }

  private boolean isTaken(String name) {
    return lossNames.contains(name) || metrics.stream().anyMatch(m -> m.name().equals(name));
  }

  /** Which way a result gets better; {@link Mode#AUTO} if there is none, or nobody knows. */
  Mode direction(String name) {
    if (lossNames.contains(name)) {
      return Mode.MIN;
    }
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .map(Counted::direction)
        .findFirst()
        .orElse(Mode.AUTO);
  }

  void reset() {
    rows = 0;
    Arrays.fill(losses, 0);
    metrics.forEach(metric -> metric.accumulator().reset());
  }

  /** Takes in what a run has given for a batch. */
  void add(Objective objective, Run run, Feed feed) {
    rows += feed.rows();
    losses[0] += (double) objective.loss(run) * feed.rows();
    for (int i = 1; i < losses.length; i++) {
      losses[i] += (double) objective.outputLoss(run, i - 1) * feed.rows();
    }
    for (Counted metric : metrics) {
      Metric.Accumulator accumulator = metric.accumulator();
      accumulator.update(
          objective.label(feed, metric.output()),
          objective.prediction(run, metric.output()),
          weights(
              accumulator.countsMasked() ? null : objective.mask(run, metric.output()),
              metric.weighted() ? feed.weights(metric.output()) : null));
    }
  }

  private static @Nullable Tensor weights(@Nullable Tensor mask, @Nullable Tensor rows) {
    if (mask == null || rows == null) {
      return mask == null ? rows : mask;
    }
    float[] factors = rows.toFloats().data();
    FloatTensor product = mask.toFloats();
    float[] data = product.data().clone();
    int width = data.length / Math.max(1, factors.length);
    for (int i = 0; i < data.length; i++) {
      data[i] *= factors[i / width];
    }
    Shape shape = product.shape();
    return Tensor.of(shape, data);
  }

  /** The results by name: the loss first, then metrics in the order in which they were given. */
  Map<String, Double> results() {
    Map<String, Double> results = new LinkedHashMap<>();
    for (int i = 0; i < losses.length; i++) {
      results.put(lossNames.get(i), rows == 0 ? 0 : losses[i] / rows);
    }
    metrics.forEach(metric -> results.put(metric.name(), metric.accumulator().result()));
    return results;
  }
}
