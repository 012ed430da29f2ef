package dev.inlay.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case of a golden file, or an object within one.
 *
 * @param id by which messages call it
 * @param fields as JSON has them: maps, lists, numbers, texts, truth values and nulls
 */
record Case(String id, Map<String, @Nullable Object> fields) {
  /** An object of JSON; {@code what} says in messages what was wanted. */
  static Case of(String what, @Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "%s: wanted an object, got %s".formatted(what, brief(tree)));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(String.valueOf(name), value));
    return new Case(what, fields);
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  /** A field that is there and not null. */
  Object get(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("%s has no \"%s\"".formatted(id, name));
    }
    return value;
  }

  String text(String name) {
    if (get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  int integer(String name) {
    return Math.toIntExact(whole(name));
  }

  long whole(String name) {
    if (get(name) instanceof Number number && number.longValue() == number.doubleValue()) {
      return number.longValue();
    }
    throw wrong(name, "a whole number");
  }

  /** An object; an empty one if it is absent. */
  Case object(String name) {
    return has(name) ? of(name, get(name)) : new Case(name, Map.of());
  }

  /** A list; an empty one if it is absent. */
  List<@Nullable Object> list(String name) {
    if (!has(name)) {
      return List.of();
    }
    if (get(name) instanceof List<?> list) {
      return new ArrayList<@Nullable Object>(list);
    }
    throw wrong(name, "a list");
  }

  /** A list of objects; an empty one if it is absent. */
  List<Case> objects(String name) {
    List<Case> objects = new ArrayList<>();
    for (Object tree : list(name)) {
      objects.add(of("%s[%d]".formatted(name, objects.size()), tree));
    }
    return objects;
  }

  private IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException(
        "%s: \"%s\" should be %s, but is %s".formatted(id, name, wanted, brief(get(name))));
  }

  /** What the case is about: a class, or the kind of a column, an op or an optimizer. */
  String subject() {
    if (fields.get("class") instanceof String name) {
      return name;
    }
    if (fields.get("optimizer") instanceof Map<?, ?> map
        && map.get("class") instanceof String name) {
      return name;
    }
    if (fields.get("column") instanceof Map<?, ?> map && map.get("type") instanceof String name) {
      return name;
    }
    return fields.get("op") instanceof String name ? name : id;
  }

  private static String brief(@Nullable Object tree) {
    String text = String.valueOf(tree);
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
