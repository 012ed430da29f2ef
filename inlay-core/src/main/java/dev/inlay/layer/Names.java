package dev.inlay.layer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes Keras's names: snake case, and a counter where one is taken. */
final class Names {
  private final Map<String, Integer> used = new HashMap<>();

  /**
   * {@code BatchNormalization} becomes {@code batch_normalization}, {@code Conv1D} {@code conv1d}.
   */
  static String snakeCase(String name) {
    return name.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** {@code dense}, then {@code dense_1}, {@code dense_2}, … */
  String unique(String kind) {
    int count = used.merge(kind, 1, Integer::sum);
    return count == 1 ? kind : kind + "_" + (count - 1);
  }
}
