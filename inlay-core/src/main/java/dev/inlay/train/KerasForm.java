package dev.inlay.train;

import dev.inlay.layer.KerasSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an object as Keras writes them, read or written: the same list of settings serves
 * both ways. Each method names a setting, says what stands for it where it is absent, and where an
 * object of ours holds it. When reading, it gives what the config says; when writing, it notes what
 * the object holds and gives that, so that whoever lists all settings makes the object anew.
 */
final class KerasForm<T> {
  private final KerasSettings from;
  private final @Nullable T object;
  private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();

  private KerasForm(KerasSettings from, @Nullable T object) {
    this.from = from;
    this.object = object;
  }

  static <T> KerasForm<T> reading(KerasSettings from) {
    return new KerasForm<>(from, null);
  }

  static <T> KerasForm<T> writing(T object) {
    return new KerasForm<>(new KerasSettings("", Map.of()), object);
  }

  /** What was written. */
  Map<String, @Nullable Object> tree() {
    return Collections.unmodifiableMap(tree);
  }

  private <V extends @Nullable Object> V setting(
      String key, Supplier<V> read, Function<T, V> of, Function<V, @Nullable Object> write) {
    if (object == null) {
      return read.get();
    }
    V value = of.apply(object);
    tree.put(key, value == null ? null : write.apply(value));
    return value;
  }

  float number(String key, double otherwise, Function<T, Float> of) {
    return setting(key, () -> (float) from.number(key, otherwise), of, KerasForm::decimal);
  }

  /** A number that may be absent. */
  @Nullable Float numberOrNull(String key, Function<T, @Nullable Float> of) {
    return this.<@Nullable Float>setting(
        key, () -> first(from.numbers(key)), of, value -> value == null ? null : decimal(value));
  }

  /** A number that may be null, which isn't what its absence means. */
  @Nullable Float numberOrNull(String key, double otherwise, Function<T, @Nullable Float> of) {
    return this.<@Nullable Float>setting(
        key,
        () -> from.has(key) ? first(from.numbers(key)) : Float.valueOf((float) otherwise),
        of,
        value -> value == null ? null : decimal(value));
  }

  /** Texts, none if absent. */
  List<String> texts(String key, Function<T, List<String>> of) {
    return setting(
        key,
        () ->
            from.object(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(),
        of,
        values -> values);
  }

  int integer(String key, int otherwise, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key, otherwise), of, value -> value);
  }

  /** A whole number without which there is no object. */
  int integer(String key, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key), of, value -> value);
  }

  /** A whole number that may be absent. */
  @Nullable Integer integerOrNull(String key, Function<T, @Nullable Integer> of) {
    return this.<@Nullable Integer>setting(
        key, () -> first(from.integers(key)), of, value -> value);
  }

  /** A whole number whose absence we call 0. */
  int integerOrNone(String key, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key, 0), of, value -> value == 0 ? null : value);
  }

  boolean flag(String key, boolean otherwise, Function<T, Boolean> of) {
    return setting(key, () -> from.flag(key, otherwise), of, value -> value);
  }

  /** A constant that Keras writes in small letters. */
  <E extends Enum<E>> E choice(String key, E otherwise, Function<T, E> of) {
    return setting(
        key, () -> from.choice(key, otherwise), of, value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** A constant that Keras writes in capitals. */
  <E extends Enum<E>> E capitals(String key, E otherwise, Function<T, E> of) {
    return setting(key, () -> from.choice(key, otherwise), of, Enum::name);
  }

  /** One number or several; Keras says nothing for none. */
  List<Float> numbers(String key, Function<T, List<Float>> of) {
    return setting(key, () -> from.numbers(key), of, values -> orNull(decimals(values)));
  }

  /** A constant of which Keras says nothing if it is the one named NONE. */
  <E extends Enum<E>> E choiceOrNone(String key, E otherwise, Function<T, E> of) {
    E none = Enum.valueOf(otherwise.getDeclaringClass(), "NONE");
    return setting(
        key,
        () -> from.has(key) ? from.choice(key, none) : otherwise,
        of,
        value -> value == none ? null : value.name().toLowerCase(Locale.ROOT));
  }

  /** Whole numbers. */
  List<Integer> integers(String key, List<Integer> otherwise, Function<T, List<Integer>> of) {
    return setting(key, () -> from.has(key) ? from.integers(key) : otherwise, of, values -> values);
  }

  /** Numbers that Keras may write as an array: a map in which they are its data or value. */
  List<Float> array(String key, Function<T, List<Float>> of) {
    return setting(key, () -> array(from.object(key)), of, values -> orNull(decimals(values)));
  }

  private static List<Float> array(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map when map.get("config") != null -> array(map.get("config"));
      case Map<?, ?> map -> array(map.containsKey("data") ? map.get("data") : map.get("value"));
      case null -> List.of();
      default -> new KerasSettings("", Map.of("data", tree)).numbers("data");
    };
  }

  /** Axes, of which Keras says none for all. */
  List<Integer> axes(String key, Function<T, List<Integer>> of) {
    return setting(key, () -> from.integers(key), of, KerasForm::orNull);
  }

  /** A setting that has a form of its own. */
  <V extends @Nullable Object> V object(
      String key,
      Function<@Nullable Object, V> read,
      Function<T, V> of,
      Function<V, @Nullable Object> write) {
    return setting(key, () -> read.apply(from.object(key)), of, write);
  }

  private static @Nullable Object orNull(List<?> values) {
    return values.isEmpty() ? null : values;
  }

  private static <V> @Nullable V first(List<V> values) {
    return values.isEmpty() ? null : values.getFirst();
  }

  private static List<Object> decimals(List<Float> values) {
    List<Object> list = new ArrayList<>();
    values.forEach(value -> list.add(decimal(value)));
    return list;
  }

  /** The double that has a float's shortest digits: 0.9, not 0.8999999761581421. */
  static Object decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
