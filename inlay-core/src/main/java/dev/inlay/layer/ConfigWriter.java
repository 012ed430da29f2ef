package dev.inlay.layer;

import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns records and enums into trees. */
final class ConfigWriter {
  private final Config config;

  ConfigWriter(Config config) {
    this.config = config;
  }

  /**
   * The tree of a value.
   *
   * @param declared what the reader will know of its type
   * @param where its place, for messages
   */
  @Nullable Object write(@Nullable Object value, Type declared, String where) {
    return switch (value) {
      case null -> null;
      case String _, Boolean _, Number _ -> value;
      case Enum<?> e -> {
        Class<?> type = e.getDeclaringClass();
        yield type == declared ? e.name() : Config.nameOf(type) + "." + e.name();
      }
      case Shape shape -> list(shape.dims(), int.class, where);
      case Vocabulary vocabulary -> vocabulary.values();
      case Record r -> record(r, declared, where);
      case List<?> list -> list(list.toArray(), argument(declared, 0), where);
      case Map<?, ?> map -> {
        if (declared == Object.class && map.containsKey(ConfigReader.CLASS)) {
          throw new IllegalArgumentException(
              "%s: a map with a key \"%s\" would be read as a record; rename the key"
                  .formatted(where, ConfigReader.CLASS));
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        map.forEach(
            (key, v) ->
                tree.put(String.valueOf(key), write(v, argument(declared, 1), where + "." + key)));
        yield tree;
      }
      default -> {
        if (value.getClass().isArray()) {
          yield list(value, value.getClass().getComponentType(), where);
        }
        Optional<Map<String, @Nullable Object>> own = config.writeOwn(value);
        if (own.isPresent()) {
          yield own.get();
        }
        throw new IllegalArgumentException(
            value.getClass().isSynthetic() || value.getClass().isHidden()
                ? where + " is a lambda, which can't be saved; make it a record or an enum"
                : "%s is a %s, which can't be saved; make it a record or an enum"
                    .formatted(where, value.getClass().getName()));
      }
    };
  }

  private Map<String, @Nullable Object> record(Record value, Type declared, String where) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (value.getClass() != declared) {
      tree.put(ConfigReader.CLASS, Config.nameOf(value.getClass()));
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = component.getName();
      tree.put(
          name, write(component(value, component), component.getGenericType(), where + "." + name));
    }
    return tree;
  }

  private static @Nullable Object component(Record value, RecordComponent component) {
    try {
      return open(component.getAccessor()).invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("reading " + component, e);
    }
  }

  /** A member of a record that may be called, public or not. */
  static <M extends Executable> M open(M member) {
    if (!member.trySetAccessible()) {
      Class<?> type = member.getDeclaringClass();
      throw new IllegalArgumentException(
          "%s can't be saved or read: its module keeps package %s closed; export it, or open it to %s"
              .formatted(
                  type.getName(), type.getPackageName(), ConfigWriter.class.getModule().getName()));
    }
    return member;
  }

  private List<@Nullable Object> list(Object array, Type element, String where) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(write(Array.get(array, i), element, where + "[" + i + "]"));
    }
    return list;
  }

  /** The type argument of a list or map; Object if it is left open. */
  static Type argument(Type declared, int index) {
    return declared instanceof ParameterizedType p && p.getActualTypeArguments().length > index
        ? p.getActualTypeArguments()[index]
        : Object.class;
  }
}
