package dev.inlay.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fit reported.
 *
 * @param metrics losses and metrics by name, a number for each epoch that reported it, in the order
 *     of the alphabet, those of validation as {@code val_…}; then what callbacks noted
 * @param reported by name the epochs that reported it; those that are not named here were reported
 *     by each
 * @param epochs the epochs that were finished, counted from 0
 * @param steps how many batches an epoch had; -1 if nobody knew
 */
public record History(
    Map<String, List<Double>> metrics,
    Map<String, List<Integer>> reported,
    List<Integer> epochs,
    int steps) {
  /**
   * @throws IllegalArgumentException if a metric has not a number for each epoch that reported it
   */
  public History {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    metrics.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    metrics = Collections.unmodifiableMap(copy);
    reported = Map.copyOf(reported);
    epochs = List.copyOf(epochs);
    for (Map.Entry<String, List<Double>> metric : metrics.entrySet()) {
      List<Integer> by = reported.getOrDefault(metric.getKey(), epochs);
      if (metric.getValue().size() != by.size()) {
        throw new IllegalArgumentException(
            "metric \"%s\": %d numbers of %d epochs; give the epochs that reported it"
                .formatted(metric.getKey(), metric.getValue().size(), by.size()));
      }
    }
  }

  /** What each epoch has reported. */
  public History(Map<String, List<Double>> metrics, List<Integer> epochs, int steps) {
    this(metrics, Map.of(), epochs, steps);
  }

  /**
   * A loss or metric, a number for each epoch that reported it.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public List<Double> get(String name) {
    List<Double> values = metrics.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "nothing named \"%s\" was reported; there are %s".formatted(name, metrics.keySet()));
    }
    return values;
  }

  /**
   * The epochs, counted from 0, that reported a loss or metric: those of validation may be fewer.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public List<Integer> epochs(String name) {
    return get(name).isEmpty() ? List.of() : reported.getOrDefault(name, epochs);
  }

  /** The loss of each epoch. */
  public List<Double> loss() {
    return get("loss");
  }
}
