package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Entry;
import dev.inlay.cli.yaml.Section;
import dev.inlay.data.Vocabulary;
import dev.inlay.feature.Missing;
import dev.inlay.feature.TimeFormat;
import dev.inlay.feature.TimePart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what to make of a column: its kind alone, or its kind with settings. */
final class ColumnReader {
  private enum Kind {
    AUTO("column"),
    DROP(),
    NUMERIC("column", "normalize", "missing"),
    BUCKETIZED(categories("boundaries", "quantiles")),
    IDENTITY(categories("size", "weight")),
    VOCABULARY(categories("terms", "file", "min_count", "max_size", "oov", "strict", "weight")),
    HASH(categories("buckets", "weight")),
    LIST(terms("separator")),
    TEXT(terms("ngrams")),
    NUMBERS("column", "separator", "size", "normalize"),
    TIME(categories("parts", "years", "cyclic", "format", "zone")),
    CROSS("columns", "buckets", "hash_key", "embedding", "indicator", "table");

    private final List<String> keys;

    Kind(String... more) {
      keys = new ArrayList<>(List.of("kind", "part"));
      keys.addAll(Arrays.asList(more));
    }

    /** The settings of a column of several terms. */
    private static String[] terms(String cut) {
      return categories(
          cut, "sequence", "buckets", "terms", "file", "min_count", "max_size", "oov");
    }

    /** The settings of a column of categories. */
    private static String[] categories(String... more) {
      List<String> all = new ArrayList<>(List.of(more));
      all.addAll(List.of("column", "embedding", "indicator", "table", "missing"));
      return all.toArray(String[]::new);
    }
  }

  /** Which keys say what a column is where its kind isn't named, those of few kinds first. */
  private static final Map<Kind, List<String>> SPEAKING = new LinkedHashMap<>();

  static {
    SPEAKING.put(Kind.CROSS, List.of("columns"));
    SPEAKING.put(Kind.TIME, List.of("parts", "years", "cyclic", "format", "zone"));
    SPEAKING.put(Kind.LIST, List.of("separator"));
    SPEAKING.put(Kind.TEXT, List.of("ngrams"));
    SPEAKING.put(Kind.BUCKETIZED, List.of("boundaries", "quantiles"));
    SPEAKING.put(Kind.IDENTITY, List.of("size"));
    SPEAKING.put(
        Kind.VOCABULARY, List.of("terms", "file", "min_count", "max_size", "oov", "strict"));
    SPEAKING.put(Kind.NUMERIC, List.of("normalize", "missing"));
  }

  /** What to write for keys that speak of categories, but not for one of their kinds. */
  private static final Map<String, String> OF_CATEGORIES =
      Stream.of("embedding", "indicator", "table", "weight", "buckets")
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  key ->
                      "{kind: %s, %s: …}"
                          .formatted(key.equals("buckets") ? "hash" : "vocabulary", key)));

  private static final List<String> FILLERS = List.of("mean", "median", "drop", "zero", "learn");

  private static final String NUMBER = "[+-]?(\\d+[.]?\\d*|[.]\\d+)([eE][+-]?\\d{1,2})?";

  private ColumnReader() {}

  static ColumnChoice read(String name, Entry entry, Path folder) {
    if (entry instanceof Entry.Scalar) {
      Kind kind = Section.choice(entry, name, Kind.class);
      return choice(name, kind, new Section(name, entry.place(), Map.of(), kind.keys), folder);
    }
    Kind kind = Kind.AUTO;
    if (entry instanceof Entry.Mapping mapping) {
      Entry.Keyed named = mapping.entries().get("kind");
      kind = named == null ? guess(mapping) : Section.choice(named.value(), "kind", Kind.class);
    }
    Section section =
        Section.of(
            entry,
            name,
            kind == Kind.AUTO ? OF_CATEGORIES : Map.of(),
            kind.keys.toArray(String[]::new));
    return choice(name, kind, section, folder);
  }

  /** The kind that a key speaks for. */
  private static Kind guess(Entry.Mapping mapping) {
    return SPEAKING.entrySet().stream()
        .filter(keys -> keys.getValue().stream().anyMatch(mapping.entries()::containsKey))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Kind.AUTO);
  }

  private static ColumnChoice choice(String name, Kind kind, Section section, Path folder) {
    ColumnChoice.Kind chosen =
        switch (kind) {
          case AUTO -> new ColumnChoice.Auto();
          case DROP -> new ColumnChoice.Drop();
          case NUMERIC -> new ColumnChoice.Numeric(normalize(section), fill(section));
          case BUCKETIZED -> bucketized(section);
          case IDENTITY -> new ColumnChoice.Identity(section.whole("size", 1).orElse(0));
          case VOCABULARY -> vocabulary(section, folder);
          case HASH -> new ColumnChoice.Hash(required(section, "buckets", 2));
          case LIST ->
              text(
                  section,
                  new ColumnChoice.Text(
                      section.text("separator").orElse("|"), 1, terms(section, folder)));
          case TEXT ->
              text(
                  section,
                  new ColumnChoice.Text(
                      "", section.whole("ngrams", 1).orElse(1), terms(section, folder)));
          case NUMBERS ->
              new ColumnChoice.Numbers(
                  section.text("separator").orElse("|"),
                  section.whole("size", 1).orElse(1),
                  normalize(section));
          case TIME -> time(section);
          case CROSS ->
              new ColumnChoice.Cross(
                  crossed(section),
                  required(section, "buckets", 2),
                  section.whole("hash_key", 0).orElse(-1));
        };
    String feature = kind == Kind.CROSS ? "" : section.text("column").orElse(name);
    return new ColumnChoice(
        feature,
        chosen,
        section.choice("part", ColumnChoice.Part.class).orElse(ColumnChoice.Part.AUTO),
        embedding(section),
        new ColumnChoice.Options(
            section.text("weight").orElse(""),
            section.text("table").orElse(""),
            kind == Kind.NUMERIC
                ? Missing.Rule.DROP
                : section.choice("missing", Missing.Rule.class).orElse(Missing.Rule.DROP)));
  }

  private static int required(Section section, String key, int least) {
    return section
        .whole(key, least)
        .orElseThrow(
            () ->
                section
                    .place()
                    .error(
                        "column \"%s\" lacks \"%s\"; say how many, as in %s: 1000"
                            .formatted(section.name(), key, key)));
  }

  private static int embedding(Section section) {
    if (section.flag("indicator").orElse(false)) {
      if (section.has("embedding")) {
        throw section
            .place()
            .error(
                "column \"%s\" is to be seen by embedding and by indicator; give one of them"
                    .formatted(section.name()));
      }
      return ColumnChoice.INDICATOR;
    }
    return section.whole("embedding", 1).orElse(ColumnChoice.MODELS);
  }

  private static ColumnChoice.Normalize normalize(Section section) {
    return section
        .choice("normalize", ColumnChoice.Normalize.class)
        .orElse(ColumnChoice.Normalize.AUTO);
  }

  private static ColumnChoice.Kind text(Section section, ColumnChoice.Text text) {
    return section.flag("sequence").orElse(false) ? new ColumnChoice.Sequence(text) : text;
  }

  private static String fill(Section section) {
    String fill = section.text("missing").orElse("mean");
    if (!FILLERS.contains(fill) && !fill.matches(NUMBER)) {
      throw Section.wrong(
          section.entry("missing").orElseThrow(),
          "missing",
          "%s or a number".formatted(String.join(", ", FILLERS)));
    }
    return fill;
  }

  private static ColumnChoice.Kind bucketized(Section section) {
    List<Float> boundaries = section.numbers("boundaries").orElse(List.of());
    for (int i = 1; i < boundaries.size(); i++) {
      if (!(boundaries.get(i - 1) < boundaries.get(i))) {
        throw section.placeOf("boundaries").error("boundaries rise, these don't: " + boundaries);
      }
    }
    if (!boundaries.isEmpty() && section.has("quantiles")) {
      throw section
          .place()
          .error("column \"%s\" has boundaries and quantiles; give one".formatted(section.name()));
    }
    return new ColumnChoice.Bucketized(boundaries, section.whole("quantiles", 2).orElse(10));
  }

  /** A hash if buckets are given, else a vocabulary. */
  private static ColumnChoice.Terms terms(Section section, Path folder) {
    return section.has("buckets")
        ? new ColumnChoice.Hash(required(section, "buckets", 2))
        : vocabulary(section, folder);
  }

  private static ColumnChoice.Time time(Section section) {
    List<TimePart> parts = new ArrayList<>();
    for (String name : section.texts("parts").orElse(List.of("month", "weekday"))) {
      parts.add(
          Arrays.stream(TimePart.Cycle.values())
              .filter(part -> part.title().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      section
                          .placeOf("parts")
                          .error(
                              "no part of a time is named \"%s\"; there are %s, and years: [1990, 2030]"
                                  .formatted(
                                      name,
                                      Arrays.stream(TimePart.Cycle.values())
                                          .map(TimePart::title)
                                          .toList()))));
    }
    List<Float> years = section.numbers("years").orElse(List.of());
    if (!years.isEmpty()) {
      if (years.size() != 2 || !(years.getFirst() <= years.getLast())) {
        throw section
            .placeOf("years")
            .error("years: the first and the last one, as in [1990, 2030]");
      }
      parts.add(new TimePart.Years(years.getFirst().intValue(), years.getLast().intValue()));
    }
    String format = section.text("format").orElse("iso");
    return new ColumnChoice.Time(
        parts,
        section.flag("cyclic").orElse(false),
        switch (format) {
          case "iso" -> TimeFormat.ISO;
          case "days" -> TimeFormat.Since1970.DAYS;
          case "seconds" -> TimeFormat.Since1970.SECONDS;
          case "millis" -> TimeFormat.Since1970.MILLIS;
          default -> TimeFormat.pattern(format);
        },
        section.text("zone").orElse("UTC"));
  }

  private static ColumnChoice.Terms vocabulary(Section section, Path folder) {
    List<String> terms = section.texts("terms").orElse(List.of());
    if (section.has("file")) {
      if (!terms.isEmpty()) {
        throw section
            .place()
            .error("column \"%s\" has terms and a file; give one".formatted(section.name()));
      }
      terms = Vocabulary.read(folder.resolve(section.requiredText("file"))).terms();
    }
    return new ColumnChoice.Vocabulary(
        terms,
        section.whole("min_count", 1).orElse(0),
        section.whole("max_size", 1).orElse(100_000),
        section.whole("oov", 0).orElse(-1),
        section.flag("strict").orElse(false));
  }

  private static List<String> crossed(Section section) {
    List<String> columns = section.texts("columns").orElse(List.of());
    if (columns.size() < 2) {
      throw section
          .place()
          .error(
              "cross \"%s\": wanted two columns or more, as in columns: [a, b], got %s"
                  .formatted(section.name(), columns));
    }
    return columns;
  }
}
