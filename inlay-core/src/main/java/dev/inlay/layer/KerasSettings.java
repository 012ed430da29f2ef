package dev.inlay.layer;

import dev.inlay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one object of Keras, each of which is taken out once. What is left at the end was
 * not understood: {@link #refuseTheRest} names it, so that nothing is dropped in silence.
 */
public final class KerasSettings {
  /** What says nothing about the meaning of an object. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
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

  /** Types of numbers that 32-bit floats hold, and policies of such. */
  private static final Set<String> FLOATS =
      Set.of("float32", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16");

  private final String className;
  private final Map<String, @Nullable Object> left = new LinkedHashMap<>();

  /**
   * The settings of an object.
   *
   * @param className as messages name it
   * @param config what {@code get_config()} gives
   */
  public KerasSettings(String className, Map<String, ?> config) {
    this.className = className;
    this.left.putAll(config);
  }

  /** An object that is written as its name, or as a map of class name and config. */
  public static KerasSettings ofObject(Object tree) {
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

  /** The class's name as it is written. */
  public String className() {
    return className;
  }

  /** The class's name in lower case without underscores. */
  public String name() {
    return plain(className);
  }

  /** A name in lower case without underscores: Keras writes some both ways. */
  public static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** The name that Keras gives an object if nobody names it: {@code mean_squared_error}. */
  public static String snakeCase(String className) {
    return Names.snakeCase(className);
  }

  /** Whether there is a setting, null or not, that was not taken yet. */
  public boolean has(String key) {
    return left.containsKey(key);
  }

  /** Whether a setting is there and null, which may mean another thing than its absence. */
  boolean isNull(String key) {
    return has(key) && left.get(key) == null;
  }

  /** A setting as it is; null if it is absent. */
  public @Nullable Object object(String key) {
    return left.remove(key);
  }

  /** Takes out settings that don't matter here. */
  public void drop(String... keys) {
    for (String key : keys) {
      left.remove(key);
    }
  }

  /** A truth value. */
  public boolean flag(String key, boolean otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case Boolean b -> b;
      case Object other -> throw wrong(key, other);
    };
  }

  /** A text. */
  public String text(String key, String otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case String s -> s;
      case Object other -> throw wrong(key, other);
    };
  }

  /**
   * One of the constants of an enum, in lower case.
   *
   * @throws UnsupportedOperationException if it is none of these
   */
  public <E extends Enum<E>> E choice(String key, E otherwise) {
    Object value = left.remove(key);
    if (value == null) {
      return otherwise;
    }
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.toString())) {
        return constant;
      }
    }
    throw unsupported(key, value);
  }

  /** A number. */
  public double number(String key, double otherwise) {
    return switch (left.remove(key)) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      // As Inlay's own files have numbers that aren't finite.
      case String text when text.matches("NaN|-?Infinity") -> Double.parseDouble(text);
      case Object other -> throw wrong(key, other);
    };
  }

  /** A whole number, or a list of one. */
  public int integer(String key, int otherwise) {
    return left.get(key) == null ? otherwise : integer(key);
  }

  /** A whole number that has to be there, or a list of one. */
  public int integer(String key) {
    List<Integer> values = integers(key);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no \"%s\"; give a whole number".formatted(className, key));
    }
    if (values.size() > 1) {
      throw unsupported(key, values);
    }
    return values.getFirst();
  }

  /** One whole number or several; none if there is no such setting. */
  public List<Integer> integers(String key) {
    return all(key).stream().map(Number::intValue).toList();
  }

  /** One length or several; null, a length that is open, becomes {@link Shape#UNKNOWN}. */
  List<Integer> lengths(String key) {
    if (left.get(key) instanceof List<?> list) {
      left.put(key, list.stream().map(d -> d == null ? (Object) Shape.UNKNOWN : d).toList());
    }
    return integers(key);
  }

  /** One whole number or several. */
  List<Integer> integers(String key, int otherwise) {
    return left.get(key) == null ? List.of(otherwise) : integers(key);
  }

  /** One number or several; none if there is no such setting. */
  public List<Float> numbers(String key) {
    return all(key).stream().map(Number::floatValue).toList();
  }

  private List<Number> all(String key) {
    return switch (left.remove(key)) {
      case null -> List.of();
      case Number n -> List.of(n);
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().map(Number.class::cast).toList();
      case Object other -> throw wrong(key, other);
    };
  }

  /** An activation function; the linear one if there is no such setting. */
  ActivationFunction activation(String key) {
    return KerasActivations.read(object(key));
  }

  /** An activation function. */
  ActivationFunction activation(String key, ActivationFunction otherwise) {
    return left.containsKey(key) ? activation(key) : otherwise;
  }

  /** First values. */
  Initializer initializer(String key, Initializer otherwise) {
    return KerasInitializers.read(object(key), otherwise);
  }

  /** A penalty, or null. */
  @Nullable Regularizer regularizer(String key) {
    return KerasRegularizers.read(object(key));
  }

  /** All that is said about a weight: {@code kernel_initializer} and so on. */
  WeightOptions weight(String name, Initializer otherwise) {
    return new WeightOptions(
        initializer(name + "_initializer", otherwise),
        regularizer(name + "_regularizer"),
        KerasConstraints.read(object(name + "_constraint")));
  }

  /** A layer inside this one. */
  Layer layer(String key) {
    Object tree = object(key);
    if (tree == null) {
      throw new IllegalArgumentException("%s has no \"%s\"".formatted(className, key));
    }
    return layerOf(tree);
  }

  /** Layers inside this one. */
  List<Layer> layers(String key) {
    Object tree = object(key);
    if (!(tree instanceof List<?> list) || list.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "%s: \"%s\" is to be a list of layers, not %s".formatted(className, key, tree));
    }
    return list.stream().map(KerasSettings::layerOf).toList();
  }

  /** A layer of its class and config; one that a reader has made already is taken as it is. */
  private static Layer layerOf(Object tree) {
    if (tree instanceof Layer made) {
      return made;
    }
    var from = ofObject(tree);
    if (Names.snakeCase(from.className).equals(from.left.get("name"))) {
      // Nobody chose this name.
      from.drop("name");
    }
    return KerasConfig.layer(from.className, from.left);
  }

  private IllegalArgumentException wrong(String key, Object value) {
    return new IllegalArgumentException("%s: \"%s\" can't be %s".formatted(className, key, value));
  }

  /**
   * Refuses what was not taken, unless it is switched off or without meaning. Numbers are 32-bit
   * floats here: a {@code dtype} of fewer bits is computed so too, one of more is refused.
   *
   * @throws UnsupportedOperationException naming class, setting and value
   */
  public void refuseTheRest() {
    left.forEach(
        (key, value) -> {
          boolean off = value == null || value.equals(false);
          boolean single = key.equals("dtype") && isFloat(value);
          if (!off && !single && !WITHOUT_MEANING.contains(key)) {
            throw unsupported(key, value);
          }
        });
  }

  private UnsupportedOperationException unsupported(String key, @Nullable Object value) {
    return new UnsupportedOperationException(
        "%s with %s = %s".formatted(className, key, brief(value)));
  }

  private static boolean isFloat(@Nullable Object dtype) {
    return switch (dtype) {
      case String name -> FLOATS.contains(name);
      case Map<?, ?> policy
          when policy.get("config") instanceof Map<?, ?> config
              && config.get("name") instanceof String name ->
          FLOATS.contains(name);
      case null, default -> false;
    };
  }

  /** An object by its class's name, a type by its own. */
  private static String brief(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || !(map.get("class_name") instanceof String name)) {
      return String.valueOf(value);
    }
    return name.equals("DTypePolicy") && map.get("config") instanceof Map<?, ?> policy
        ? String.valueOf(policy.get("name"))
        : name;
  }
}
