package dev.inlay.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of one object of Keras, each of which is taken out once. */
final class KerasSettings {
  /** What says nothing about the meaning of a layer. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "dtype",
          "seed",
          "build_config",
          "batch_input_shape",
          "batch_shape",
          "input_length",
          "implementation",
          "unroll",
          "use_cudnn",
          "synchronized",
          "renorm_momentum",
          "shared_object_id");

  private final String className;
  private final Map<String, @Nullable Object> left = new LinkedHashMap<>();

  KerasSettings(String className, Map<String, ?> config) {
    this.className = className;
    this.left.putAll(config);
  }

  /** An object that is written as its name, or as a map of class name and config. */
  static KerasSettings ofObject(Object tree) {
    return switch (tree) {
      case String name -> new KerasSettings(name, Map.of());
      case Map<?, ?> map when map.get("class_name") instanceof String name -> {
        // A function is written with its name in the place of the config.
        if (map.get("config") instanceof String function) {
          yield new KerasSettings(function, Map.of());
        }
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (map.get("config") instanceof Map<?, ?> settings) {
          settings.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        yield new KerasSettings(name, config);
      }
      default ->
          throw new IllegalArgumentException(
              "wanted a name or a map with a class_name, got " + tree);
    };
  }

  /** The class's name in lower case without underscores. */
  String name() {
    return plain(className);
  }

  static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  @Nullable Object object(String key) {
    return left.remove(key);
  }

  boolean flag(String key, boolean otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case Boolean b -> b;
      case Object other -> throw wrong(key, other);
    };
  }

  String text(String key, String otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case String s -> s;
      case Object other -> throw wrong(key, other);
    };
  }

  double number(String key, double otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      case Object other -> throw wrong(key, other);
    };
  }

  int integer(String key, int otherwise) {
    return left.get(key) == null ? otherwise : integer(key);
  }

  int integer(String key) {
    List<Integer> values = integers(key);
    if (values.size() != 1) {
      throw new IllegalArgumentException(
          "%s: wanted one number for \"%s\", got %s".formatted(className, key, values));
    }
    return values.getFirst();
  }

  /** One number or several; none if there is no such setting. */
  List<Integer> integers(String key) {
    return switch (left.remove(key)) {
      case null -> List.of();
      case Number n -> List.of(n.intValue());
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().map(i -> ((Number) i).intValue()).toList();
      case Object other -> throw wrong(key, other);
    };
  }

  private IllegalArgumentException wrong(String key, Object value) {
    return new IllegalArgumentException("%s: \"%s\" can't be %s".formatted(className, key, value));
  }

  /** Refuses what was not taken, unless it is switched off or without meaning. */
  void refuseTheRest() {
    left.forEach(
        (key, value) -> {
          boolean off = value == null || value.equals(false);
          if (!off && !WITHOUT_MEANING.contains(key)) {
            throw new UnsupportedOperationException(
                "Keras's %s with %s = %s".formatted(className, key, value));
          }
        });
  }
}
