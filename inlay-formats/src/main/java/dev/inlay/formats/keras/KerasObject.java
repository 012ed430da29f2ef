package dev.inlay.formats.keras;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object as Keras writes it: a map with {@code class_name}, {@code config} and where the class
 * comes from.
 *
 * @param className without its package: {@code Dense}
 * @param config what the object's {@code get_config()} gave
 * @param tree all of the map, with what stands beside the config
 */
record KerasObject(
    String className, Map<String, @Nullable Object> config, Map<String, @Nullable Object> tree) {

  /**
   * The object of a tree.
   *
   * @param what it ought to be, for messages: {@code a layer}
   * @throws IllegalArgumentException if it is no object
   */
  static KerasObject of(@Nullable Object tree, String what) {
    Map<String, @Nullable Object> map = map(tree, what);
    if (!(map.get("class_name") instanceof String className)) {
      throw new IllegalArgumentException("%s has no \"class_name\"".formatted(what));
    }
    return new KerasObject(className, map(map.get("config"), className + "'s config"), map);
  }

  /** This with other settings in the place of some. */
  KerasObject withSettings(Map<String, ?> settings) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(config);
    more.putAll(settings);
    return with("config", more);
  }

  /** This with something beside its config. */
  KerasObject with(String key, Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(tree);
    more.put(key, value);
    return of(more, className);
  }

  /** Whether a tree is an object. */
  static boolean is(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map
        && map.get("class_name") instanceof String
        && map.get("config") instanceof Map<?, ?>;
  }

  static Map<String, @Nullable Object> map(@Nullable Object tree, String what) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("%s: wanted a JSON object, got %s".formatted(what, tree));
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return Collections.unmodifiableMap(copy);
  }

  /** A list within the config. */
  List<?> list(String key) {
    if (!(config.get(key) instanceof List<?> list)) {
      throw new IllegalArgumentException(
          "%s: \"%s\" is no list but %s".formatted(this, key, config.get(key)));
    }
    return list;
  }

  /** The name that it has in its model; empty if it has none. */
  String name() {
    return tree.get("name") instanceof String given
        ? given
        : config.get("name") instanceof String own ? own : "";
  }

  /**
   * The package of its class; empty if the file doesn't say, as older ones don't. Keras 2 lives on
   * as {@code tf_keras}.
   */
  String module() {
    return tree.get("module") instanceof String module
        ? module.replaceFirst("^tf_keras", "keras")
        : "";
  }

  /**
   * Whether it is of a class of Keras's. Those of other packages are registered under a name with
   * the package in front, or have no module.
   */
  boolean isKeras() {
    if (tree.get("registered_name") instanceof String registered && registered.contains(">")) {
      return false;
    }
    return !tree.containsKey("module")
        || module().equals("keras")
        || module().startsWith("keras.")
        || module().equals("builtins");
  }

  /** Whether its class is one of Keras's own that it doesn't show. */
  boolean isPartOfKeras() {
    return module().startsWith("keras.src.");
  }

  /** Whether it is an operation on values, as {@code x + y} is one, and no layer. */
  boolean isOperation() {
    return Stream.of("keras.src.ops", "keras.ops", "keras.src.activations", "keras.activations")
        .anyMatch(module()::startsWith);
  }

  /** Whether it is a model of layers joined to a graph. */
  boolean isFunctional() {
    return className.equals("Functional") || className.equals("Model");
  }

  /** Whether it is a model. */
  boolean isModel() {
    return isFunctional() || className.equals("Sequential");
  }

  /**
   * What tells it from all others in the file where it stands more than once; null if it doesn't.
   */
  @Nullable Object sharedId() {
    return tree.get("shared_object_id");
  }

  /** The name by which Keras registers it. */
  String registeredName() {
    return tree.get("registered_name") instanceof String registered ? registered : className;
  }

  @Override
  public String toString() {
    return name().isEmpty() ? className : "%s \"%s\"".formatted(className, name());
  }
}
