package dev.inlay.layer;

import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.Shape;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns trees into records and enums of known classes. */
final class ConfigReader {
  /** The key under which a map names its record's class. */
  static final String CLASS = "class";

  private final Config config;

  ConfigReader(Config config) {
    this.config = config;
  }

  /**
   * The value of a tree.
   *
   * @param type the declared type of the place it is for
   * @param where that place, for messages
   */
  @Nullable Object read(@Nullable Object tree, Type type, String where) {
    Class<?> raw = raw(type);
    return switch (tree) {
      case null -> {
        if (type instanceof Class<?> declared && declared.isPrimitive()) {
          throw wrong(where, raw, "nothing");
        }
        yield null;
      }
      case Boolean b when raw == boolean.class || raw.isInstance(b) -> b;
      case Number n when raw.isPrimitive() || raw.isInstance(n) -> number(n, raw, where);
      case String s when raw == String.class || raw == Object.class -> s;
      case String s when raw == float.class || raw == double.class -> number(s, raw, where);
      case String s -> constant(s, raw, where);
      case List<?> list when raw == Shape.class -> shape(list, where);
      case List<?> list when raw == Vocabulary.class -> vocabulary(list, where);
      case List<?> list when raw.isArray() -> array(list, raw.getComponentType(), where);
      case List<?> list when raw.isAssignableFrom(List.class) ->
          list(list, ConfigWriter.argument(type, 0), where);
      case Map<?, ?> map
          when raw == Map.class || (raw == Object.class && !map.containsKey(CLASS)) -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach(
            (key, v) ->
                values.put(
                    String.valueOf(key),
                    read(v, ConfigWriter.argument(type, 1), where + "." + key)));
        yield values;
      }
      case Map<?, ?> map -> record(map, raw, where);
      default -> throw wrong(where, raw, tree);
    };
  }

  /** The class of a type; of a box, the primitive that it holds, so that both are read as one. */
  private static Class<?> raw(Type type) {
    Class<?> raw =
        switch (type) {
          case ParameterizedType p -> raw(p.getRawType());
          case Class<?> c -> c;
          default -> Object.class;
        };
    return MethodType.methodType(raw).unwrap().returnType();
  }

  private Object record(Map<?, ?> tree, Class<?> wanted, String where) {
    Class<?> type = wanted;
    if (tree.get(CLASS) instanceof String name) {
      Optional<Object> own = config.readOwn(name, tree);
      if (own.isPresent() && wanted.isInstance(own.get())) {
        return own.get();
      }
      type = config.named(name, where);
    }
    if (!type.isRecord() || !wanted.isAssignableFrom(type)) {
      throw wrong(
          where, wanted, tree.get(CLASS) == null ? "a map without a class" : tree.get(CLASS));
    }
    RecordComponent[] components = type.getRecordComponents();
    var unknown = new TreeSet<String>();
    tree.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    unknown.remove(CLASS);
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      Object part = unknown.remove(name) ? tree.get(name) : config.absent(type, name, where);
      types[i] = components[i].getType();
      values[i] = read(part, components[i].getGenericType(), where + "." + name);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s has no %s; it has %s"
              .formatted(
                  where,
                  type.getSimpleName(),
                  unknown,
                  Arrays.stream(components).map(RecordComponent::getName).toList()));
    }
    return construct(type, types, values, where);
  }

  private static Object construct(
      Class<?> type, Class<?>[] types, @Nullable Object[] values, String where) {
    try {
      return ConfigWriter.open(type.getDeclaredConstructor(types)).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(where + ": " + refused.getMessage(), refused);
      }
      throw new IllegalArgumentException(
          "%s: no %s can be made of %s"
              .formatted(where, type.getSimpleName(), Arrays.toString(values)),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("making a " + type.getName(), e);
    }
  }

  /** A constant by its name, with its enum's in front where the type leaves the enum open. */
  private Object constant(String text, Class<?> wanted, String where) {
    int dot = text.lastIndexOf('.');
    Class<?> type =
        wanted.isEnum() || dot < 0 ? wanted : config.named(text.substring(0, dot), where);
    if (type.isEnum() && wanted.isAssignableFrom(type)) {
      String name = wanted.isEnum() ? text : text.substring(dot + 1);
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(
          "%s: \"%s\" is none of %s"
              .formatted(where, text, Arrays.toString(type.getEnumConstants())));
    }
    throw wrong(where, wanted, "\"" + text + "\"");
  }

  private List<@Nullable Object> list(List<?> tree, Type element, String where) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < tree.size(); i++) {
      values.add(read(tree.get(i), element, where + "[" + i + "]"));
    }
    return values;
  }

  private Object array(List<?> tree, Class<?> element, String where) {
    Object array = Array.newInstance(element, tree.size());
    for (int i = 0; i < tree.size(); i++) {
      Array.set(array, i, read(tree.get(i), element, where + "[" + i + "]"));
    }
    return array;
  }

  private Vocabulary vocabulary(List<?> tree, String where) {
    return !tree.isEmpty() && tree.getFirst() instanceof Number
        ? Vocabulary.of((long[]) array(tree, long.class, where))
        : Vocabulary.of(List.of((String[]) array(tree, String.class, where)));
  }

  private Shape shape(List<?> tree, String where) {
    int[] dims = (int[]) array(tree, int.class, where);
    return Shape.of(dims);
  }

  private static Object number(Number n, Class<?> wanted, String where) {
    if (wanted == float.class) {
      return n.floatValue();
    }
    if (wanted == double.class) {
      return n.doubleValue();
    }
    long whole = n.longValue();
    if (wanted != boolean.class
        && wanted.isPrimitive()
        && whole == n.doubleValue()
        && (wanted == long.class || whole == (int) whole)) {
      return wanted == long.class ? whole : (Object) (int) whole;
    }
    if (wanted.isInstance(n)) {
      return n;
    }
    throw wrong(where, wanted, n);
  }

  /** NaN and infinities, which JSON has no numbers for. */
  private static Object number(String text, Class<?> wanted, String where) {
    double value =
        switch (text) {
          case "NaN" -> Double.NaN;
          case "Infinity" -> Double.POSITIVE_INFINITY;
          case "-Infinity" -> Double.NEGATIVE_INFINITY;
          default -> throw wrong(where, wanted, "\"" + text + "\"");
        };
    return number(value, wanted, where);
  }

  private static IllegalArgumentException wrong(String where, Class<?> wanted, Object got) {
    return new IllegalArgumentException(
        "%s: wanted %s %s, got %s"
            .formatted(
                where,
                wanted.isPrimitive() || wanted.isArray() || wanted == String.class
                    ? "a"
                    : "something that is a",
                wanted.getSimpleName(),
                got));
  }
}
