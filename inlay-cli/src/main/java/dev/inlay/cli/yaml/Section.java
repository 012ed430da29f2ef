package dev.inlay.cli.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A mapping whose keys are known: made, it has complained of all others. A key that is left out or
 * has nothing behind it is simply not there.
 *
 * @param name of the section, for messages; empty for the file itself
 */
public record Section(String name, Place place, Map<String, Entry> entries, List<String> known) {
  /**
   * The section that an entry is.
   *
   * @throws IllegalArgumentException if it is no mapping, or has a key that isn't known
   */
  public static Section of(Entry entry, String name, String... known) {
    return of(entry, name, Map.of(), known);
  }

  /**
   * The section that an entry is.
   *
   * @param elsewhere keys that are looked for here, with what to write instead
   * @throws IllegalArgumentException if it is no mapping, or has a key that isn't known
   */
  public static Section of(
      Entry entry, String name, Map<String, String> elsewhere, String... known) {
    if (!(entry instanceof Entry.Mapping mapping)) {
      throw entry
          .place()
          .error(
              "%s has keys %s, got %s"
                  .formatted(
                      name.isEmpty() ? "the file" : "\"" + name + "\"",
                      List.of(known),
                      entry.describe()));
    }
    Map<String, Entry> there = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, keyed) -> {
              if (!Arrays.asList(known).contains(key)) {
                String hint =
                    elsewhere.containsKey(key)
                        ? "; write " + elsewhere.get(key)
                        : Nearest.hint(key, List.of(known));
                throw unknown(keyed.key(), key, name, hint, List.of(known));
              }
              if (!isNothing(keyed.value())) {
                there.put(key, keyed.value());
              }
            });
    return new Section(name, entry.place(), there, List.of(known));
  }

  /** A section with nothing in it, for one that was left out. */
  public static Section empty(String name, Place place) {
    return new Section(name, place, Map.of(), List.of());
  }

  private static IllegalArgumentException unknown(
      Place place, String key, String section, String hint, List<String> known) {
    String where = section.isEmpty() ? "" : " in \"" + section + "\"";
    return place.error(
        "unknown key \"%s\"%s%s; known are %s"
            .formatted(key, where, hint, String.join(", ", known)));
  }

  private static boolean isNothing(Entry entry) {
    return entry instanceof Entry.Scalar s && s.kind() == Entry.Scalar.Kind.NOTHING;
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  public Optional<Entry> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Where what stands behind a key is; the section's place if it is left out. */
  public Place placeOf(String key) {
    return entry(key).map(Entry::place).orElse(place);
  }

  /** A text; numbers and truth values as they stand. */
  public Optional<String> text(String key) {
    return entry(key).map(entry -> text(entry, key));
  }

  /** A text that must be there. */
  public String requiredText(String key) {
    return text(key)
        .orElseThrow(
            () ->
                place.error(
                    "%s lacks \"%s\""
                        .formatted(name.isEmpty() ? "the file" : "\"" + name + "\"", key)));
  }

  /** Texts in a list, or a single one. */
  public Optional<List<String>> texts(String key) {
    return entry(key)
        .map(
            entry ->
                entry instanceof Entry.Items list
                    ? list.items().stream().map(item -> text(item, key)).toList()
                    : List.of(text(entry, key)));
  }

  /** A whole number. */
  public Optional<Integer> whole(String key, int least) {
    return entry(key)
        .map(
            entry -> {
              String wanted = "a whole number of %,d or more".formatted(least);
              int value = parse(entry, key, wanted, Integer::parseInt);
              if (value < least) {
                throw wrong(entry, key, wanted);
              }
              return value;
            });
  }

  /** Whole numbers in a list, or a single one. */
  public Optional<List<Integer>> wholes(String key, int least) {
    return entry(key)
        .map(
            entry -> {
              String wanted = "whole numbers of %,d or more, as in [64, 32]".formatted(least);
              List<Integer> values = new ArrayList<>();
              for (Entry item : entry instanceof Entry.Items list ? list.items() : List.of(entry)) {
                int value = parse(item, key, wanted, Integer::parseInt);
                if (value < least) {
                  throw wrong(item, key, wanted);
                }
                values.add(value);
              }
              return values;
            });
  }

  /** A long whole number, of any sign. */
  public Optional<Long> seed(String key) {
    return entry(key).map(entry -> parse(entry, key, "a whole number", Long::parseLong));
  }

  /** A number within a range. */
  public Optional<Double> number(String key, double least, double most) {
    return entry(key)
        .map(
            entry -> {
              String wanted =
                  most == Double.MAX_VALUE
                      ? "a number of %s or more".formatted(least)
                      : "a number from %s to %s".formatted(least, most);
              double value = parse(entry, key, wanted, Double::parseDouble);
              if (!(value >= least && value <= most)) {
                throw wrong(entry, key, wanted);
              }
              return value;
            });
  }

  /** Numbers in a list. */
  public Optional<List<Float>> numbers(String key) {
    return entry(key)
        .map(
            entry -> {
              List<Float> values = new ArrayList<>();
              for (Entry item : entry instanceof Entry.Items list ? list.items() : List.of(entry)) {
                values.add(parse(item, key, "numbers, as in [18, 25, 65]", Float::parseFloat));
              }
              return values;
            });
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    return entry(key)
        .map(
            entry -> {
              if (entry instanceof Entry.Scalar s && s.kind() == Entry.Scalar.Kind.FLAG) {
                return s.text().equalsIgnoreCase("true");
              }
              throw wrong(entry, key, "true or false");
            });
  }

  /** A constant of an enum, written small. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return entry(key).map(entry -> choice(entry, key, type));
  }

  /** The constant that an entry names. */
  public static <E extends Enum<E>> E choice(Entry entry, String key, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    String text = text(entry, key);
    int place = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (place < 0) {
      throw entry
          .place()
          .error(
              "\"%s\": wanted one of %s, got \"%s\"%s"
                  .formatted(key, String.join(", ", names), text, Nearest.hint(text, names)));
    }
    return type.getEnumConstants()[place];
  }

  /** A section within this one; empty if it is left out. */
  public Section section(String key, String... knownKeys) {
    return section(key, Map.of(), knownKeys);
  }

  /** A section within this one, with what to write instead of keys that are looked for there. */
  public Section section(String key, Map<String, String> elsewhere, String... knownKeys) {
    return entry(key)
        .map(entry -> of(entry, key, elsewhere, knownKeys))
        .orElseGet(() -> new Section(key, place, Map.of(), List.of(knownKeys)));
  }

  /** All of a mapping's values by key, whatever the keys. */
  public Map<String, Entry.Keyed> map(String key) {
    return entry(key)
        .map(
            entry -> {
              if (entry instanceof Entry.Mapping mapping) {
                return mapping.entries();
              }
              throw wrong(entry, key, "keys and values");
            })
        .orElse(Map.of());
  }

  /** The text that an entry is. */
  public static String text(Entry entry, String key) {
    if (entry instanceof Entry.Scalar s && s.kind() != Entry.Scalar.Kind.NOTHING) {
      return s.text();
    }
    throw wrong(entry, key, "a text");
  }

  private static <T> T parse(Entry entry, String key, String wanted, Function<String, T> parser) {
    if (entry instanceof Entry.Scalar s && s.kind() == Entry.Scalar.Kind.NUMBER) {
      try {
        return parser.apply(s.text().replace("_", ""));
      } catch (NumberFormatException _) {
        throw wrong(entry, key, wanted);
      }
    }
    throw wrong(entry, key, wanted);
  }

  /** A complaint that a value is not what was wanted. */
  public static IllegalArgumentException wrong(Entry entry, String key, String wanted) {
    return entry
        .place()
        .error("\"%s\": wanted %s, got %s".formatted(key, wanted, entry.describe()));
  }
}
