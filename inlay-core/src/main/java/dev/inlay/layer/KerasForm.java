package dev.inlay.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an object as Keras writes them, read or written: the same list of settings serves
 * both ways. Each method names a setting, says what stands for it where it is absent, and where an
 * object of ours holds it. When reading, it gives what the config says; when writing, it notes what
 * the object holds and gives that, so that whoever lists all settings makes the object anew.
 */
public final class KerasForm<T> {
  private final KerasSettings from;
  private final @Nullable T object;
  private final KerasFields to;

  private KerasForm(KerasSettings from, @Nullable T object, KerasFields to) {
    this.from = from;
    this.object = object;
    this.to = to;
  }

  /** A form that takes settings out. */
  public static <T> KerasForm<T> reading(KerasSettings from) {
    return new KerasForm<>(from, null, new KerasFields());
  }

  /** A form that notes the settings of an object. */
  public static <T> KerasForm<T> writing(T object) {
    return writing(object, new KerasFields());
  }

  static <T> KerasForm<T> writing(T object, KerasFields to) {
    return new KerasForm<>(new KerasSettings("", Map.of()), object, to);
  }

  /** What was written. */
  public Map<String, @Nullable Object> tree() {
    return Collections.unmodifiableMap(to.config());
  }

  // Layers, and what they are made of.

  /** Something inside of the object whose settings stand among the object's own. */
  <P> P part(Function<T, P> of, Function<KerasForm<P>, P> form) {
    return form.apply(new KerasForm<>(from, object == null ? null : of.apply(object), to));
  }

  /** What Keras says in several settings, or in some only at times. */
  <V extends @Nullable Object> V special(
      Function<KerasSettings, V> read, Function<T, V> of, BiConsumer<V, KerasFields> write) {
    if (object == null) {
      return read.apply(from);
    }
    V value = of.apply(object);
    write.accept(value, to);
    return value;
  }

  /** What Keras writes of all such objects and nobody needs to read. */
  KerasForm<T> always(String key, @Nullable Object value) {
    if (object != null) {
      to.put(key, value);
    }
    return this;
  }

  /** What older files may say without meaning anything. */
  KerasForm<T> ignore(String... keys) {
    from.drop(keys);
    return this;
  }

  /** Something that is switched on when the object is called: Keras keeps it with the call. */
  boolean atCall(String key, Function<T, Boolean> of) {
    return special(
        settings -> settings.flag(key, false), of, (on, fields) -> fields.atCall(key, on));
  }

  /** A text; Keras says nothing for an empty one. */
  String text(String key, Function<T, String> of) {
    return setting(key, () -> from.text(key, ""), of, value -> value.isEmpty() ? null : value);
  }

  ActivationFunction activation(
      String key, ActivationFunction otherwise, Function<T, ActivationFunction> of) {
    return setting(key, () -> from.activation(key, otherwise), of, KerasActivations::write);
  }

  Initializer initializer(String key, Initializer otherwise, Function<T, Initializer> of) {
    return setting(key, () -> from.initializer(key, otherwise), of, KerasInitializers::write);
  }

  @Nullable Regularizer regularizer(String key, Function<T, @Nullable Regularizer> of) {
    return this.<@Nullable Regularizer>setting(
        key, () -> from.regularizer(key), of, KerasRegularizers::write);
  }

  private @Nullable Constraint constraint(String key, Function<T, @Nullable Constraint> of) {
    return this.<@Nullable Constraint>setting(
        key, () -> KerasConstraints.read(from.object(key)), of, KerasConstraints::write);
  }

  /** All that may be said about a weight: {@code kernel_initializer} and so on. */
  WeightOptions weight(String name, Initializer otherwise, Function<T, WeightOptions> of) {
    return part(
        of,
        form ->
            new WeightOptions(
                form.initializer(name + "_initializer", otherwise, WeightOptions::initializer),
                form.regularizer(name + "_regularizer", WeightOptions::regularizer),
                form.constraint(name + "_constraint", WeightOptions::constraint)));
  }

  /** A layer inside this one; unless it has a name, it gets its kind's with a prefix. */
  Layer layer(String key, String prefix, Function<T, ? extends Layer> of) {
    return special(
        settings -> settings.layer(key),
        of::apply,
        (layer, fields) -> fields.layer(key, layer, prefix + layer.kind()));
  }

  /** A length for each axis; Keras may say one for all. */
  List<Integer> lengths(
      String key, int axes, List<Integer> otherwise, Function<T, List<Integer>> of) {
    return setting(
        key,
        () -> {
          List<Integer> given = from.integers(key);
          return WindowOptions.each(
              key, axes, KerasConvolution.array(given.isEmpty() ? otherwise : given));
        },
        of,
        values -> values);
  }

  /** Lengths of which some may be open; Keras says nothing for none. */
  List<Integer> openLengths(String key, Function<T, List<Integer>> of) {
    return setting(
        key,
        () -> from.lengths(key),
        of,
        values -> values.isEmpty() ? null : KerasFields.lengths(values));
  }

  /** One axis or several. */
  List<Integer> axesOr(String key, int otherwise, Function<T, List<Integer>> of) {
    return setting(key, () -> from.integers(key, otherwise), of, KerasFields::axes);
  }

  double precise(String key, double otherwise, Function<T, Double> of) {
    return setting(key, () -> from.number(key, otherwise), of, value -> value);
  }

  // Values.

  private <V extends @Nullable Object> V setting(
      String key, Supplier<V> read, Function<T, V> of, Function<V, @Nullable Object> write) {
    if (object == null) {
      return read.get();
    }
    V value = of.apply(object);
    to.put(key, value == null ? null : write.apply(value));
    return value;
  }

  public float number(String key, double otherwise, Function<T, Float> of) {
    return setting(key, () -> (float) from.number(key, otherwise), of, KerasForm::decimal);
  }

  /** A number that may be absent. */
  public @Nullable Float numberOrNull(String key, Function<T, @Nullable Float> of) {
    return this.<@Nullable Float>setting(
        key, () -> first(from.numbers(key)), of, value -> value == null ? null : decimal(value));
  }

  /** A number that may be null, which isn't what its absence means. */
  public @Nullable Float numberOrNull(
      String key, double otherwise, Function<T, @Nullable Float> of) {
    return this.<@Nullable Float>setting(
        key,
        () -> from.has(key) ? first(from.numbers(key)) : Float.valueOf((float) otherwise),
        of,
        value -> value == null ? null : decimal(value));
  }

  /** Texts, none if absent. */
  public List<String> texts(String key, Function<T, List<String>> of) {
    return setting(
        key,
        () ->
            from.object(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(),
        of,
        values -> values);
  }

  public int integer(String key, int otherwise, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key, otherwise), of, value -> value);
  }

  /** A whole number without which there is no object. */
  public int integer(String key, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key), of, value -> value);
  }

  /** A whole number that may be absent. */
  public @Nullable Integer integerOrNull(String key, Function<T, @Nullable Integer> of) {
    return this.<@Nullable Integer>setting(
        key, () -> first(from.integers(key)), of, value -> value);
  }

  /** A whole number whose absence we call 0. */
  public int integerOrNone(String key, Function<T, Integer> of) {
    return setting(key, () -> from.integer(key, 0), of, value -> value == 0 ? null : value);
  }

  public boolean flag(String key, boolean otherwise, Function<T, Boolean> of) {
    return setting(key, () -> from.flag(key, otherwise), of, value -> value);
  }

  /** A constant that Keras writes in small letters. */
  public <E extends Enum<E>> E choice(String key, E otherwise, Function<T, E> of) {
    return setting(
        key, () -> from.choice(key, otherwise), of, value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** A constant that Keras writes in capitals. */
  public <E extends Enum<E>> E capitals(String key, E otherwise, Function<T, E> of) {
    return setting(key, () -> from.choice(key, otherwise), of, Enum::name);
  }

  /** One number or several; Keras says nothing for none. */
  public List<Float> numbers(String key, Function<T, List<Float>> of) {
    return setting(key, () -> from.numbers(key), of, values -> orNull(decimals(values)));
  }

  /** A constant of which Keras says nothing if it is the one named NONE. */
  public <E extends Enum<E>> E choiceOrNone(String key, E otherwise, Function<T, E> of) {
    E none = Enum.valueOf(otherwise.getDeclaringClass(), "NONE");
    return setting(
        key,
        () -> from.has(key) ? from.choice(key, none) : otherwise,
        of,
        value -> value == none ? null : value.name().toLowerCase(Locale.ROOT));
  }

  /** Whole numbers. */
  public List<Integer> integers(
      String key, List<Integer> otherwise, Function<T, List<Integer>> of) {
    return setting(key, () -> from.has(key) ? from.integers(key) : otherwise, of, values -> values);
  }

  /** Numbers that Keras may write as an array: a map in which they are its data or value. */
  public List<Float> array(String key, Function<T, List<Float>> of) {
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
  public List<Integer> axes(String key, Function<T, List<Integer>> of) {
    return setting(key, () -> from.integers(key), of, KerasForm::orNull);
  }

  /** A setting that has a form of its own. */
  public <V extends @Nullable Object> V object(
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
  public static Object decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
