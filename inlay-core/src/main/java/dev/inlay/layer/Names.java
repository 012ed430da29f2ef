package dev.inlay.layer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes Keras's names: snake case, and a counter where one is taken. */
final class Names {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * {@code BatchNormalization} becomes {@code batch_normalization}, {@code Conv1D} {@code conv1d}.
   */
  static String snakeCase(String name) {
    return name.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The name of a class in snake case; {@code lambda} for one that has none that lasts. */
  static String kind(Class<?> type) {
    return type.isHidden() || type.isAnonymousClass() ? "lambda" : snakeCase(type.getSimpleName());
  }

  /** {@code dense}, then {@code dense_1}, {@code dense_2}, … */
  String unique(String kind) {
    String name = kind;
    while (!taken.add(name)) {
      name = kind + "_" + counts.merge(kind, 1, Integer::sum);
    }
    return name;
  }

  /** Takes a name that a user chose. */
  String claim(String name) {
    if (!taken.add(name)) {
      throw new IllegalArgumentException(
          "two layers are named \"%s\"; rename one, or apply the same layer object twice to share its weights"
              .formatted(name));
    }
    return name;
  }
}
