package dev.inlay.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fit reported.
 *
 * @param metrics losses and metrics by name, a number for each epoch, in the order of the alphabet,
 *     those of validation as {@code val_…}; then what callbacks noted
 * @param epochs the epochs that were finished, counted from 0
 * @param steps how many batches an epoch had; -1 if nobody knew
 */
public record History(Map<String, List<Double>> metrics, List<Integer> epochs, int steps) {
  public History {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    metrics.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    metrics = Collections.unmodifiableMap(copy);
    epochs = List.copyOf(epochs);
  }

  /**
   * A loss or metric, a number for each epoch.
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

  /** The loss of each epoch. */
  public List<Double> loss() {
    return get("loss");
  }
}
