package dev.inlay.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keras's nested structures of values: {@code input_layers} and {@code output_layers} of a model,
 * and the arguments of a call. Their leaves have an order: lists as they stand, maps by their keys.
 */
final class Nested {
  private Nested() {}

  /**
   * The values in a structure of a model's config, in order.
   *
   * @param tree lists and maps of {@code ["dense", 0, 0]}
   */
  static List<TensorRef> leaves(@Nullable Object tree) {
    List<TensorRef> leaves = new ArrayList<>();
    collect(tree, leaves);
    return leaves;
  }

  private static void collect(@Nullable Object tree, List<TensorRef> leaves) {
    switch (tree) {
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof String ->
          leaves.add(TensorRef.of(list));
      case List<?> list -> list.forEach(element -> collect(element, leaves));
      case Map<?, ?> map -> sorted(map).forEach((_, element) -> collect(element, leaves));
      case null, default ->
          throw new IllegalArgumentException("a model's inputs or outputs can't be " + tree);
    }
  }

  static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    return sorted;
  }
}
