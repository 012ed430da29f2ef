package dev.inlay.estimator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all estimators can be told besides what their model is.
 *
 * @param addedMetrics what is measured besides what the model measures
 * @param warmStart where first weights come from; null for fresh ones
 * @param notes what else the model directory keeps, as trees for JSON
 */
record Running(
    RunConfig config,
    List<AddedMetric> addedMetrics,
    @Nullable WarmStartSettings warmStart,
    Map<String, Object> notes) {
  static final Running USUAL = new Running(RunConfig.of(), List.of(), null, Map.of());

  Running {
    addedMetrics = List.copyOf(addedMetrics);
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  Running withConfig(RunConfig other) {
    return new Running(other, addedMetrics, warmStart, notes);
  }

  Running withMore(List<AddedMetric> metrics) {
    List<AddedMetric> all = new ArrayList<>(addedMetrics);
    all.addAll(metrics);
    return new Running(config, all, warmStart, notes);
  }

  Running withWarmStart(WarmStartSettings settings) {
    return new Running(config, addedMetrics, settings, notes);
  }

  Running withNotes(Map<String, ?> others) {
    return new Running(config, addedMetrics, warmStart, new LinkedHashMap<>(others));
  }
}
