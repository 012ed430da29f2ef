package dev.inlay.estimator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all estimators can be told besides what their model is.
 *
 * @param addedMetrics what is measured besides what the model measures
 * @param warmStart where first weights come from; null for fresh ones
 */
record Running(
    RunConfig config, List<AddedMetric> addedMetrics, @Nullable WarmStartSettings warmStart) {
  static final Running USUAL = new Running(RunConfig.of(), List.of(), null);

  Running {
    addedMetrics = List.copyOf(addedMetrics);
  }

  Running withConfig(RunConfig other) {
    return new Running(other, addedMetrics, warmStart);
  }

  Running withMore(List<AddedMetric> metrics) {
    List<AddedMetric> all = new ArrayList<>(addedMetrics);
    all.addAll(metrics);
    return new Running(config, all, warmStart);
  }

  Running withWarmStart(WarmStartSettings settings) {
    return new Running(config, addedMetrics, settings);
  }
}
