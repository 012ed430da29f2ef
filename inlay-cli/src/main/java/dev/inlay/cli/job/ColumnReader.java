package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Entry;
import dev.inlay.cli.yaml.Section;
import dev.inlay.data.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads what to make of a column: its kind alone, or its kind with settings. */
final class ColumnReader {
  private enum Kind {
    AUTO("column"),
    DROP(),
    NUMERIC("column", "normalize", "missing"),
    BUCKETIZED("column", "boundaries", "quantiles", "embedding", "indicator"),
    IDENTITY("column", "size", "embedding", "indicator"),
    VOCABULARY("column", "terms", "file", "min_count", "max_size", "oov", "embedding", "indicator"),
    HASH("column", "buckets", "embedding", "indicator"),
    CROSS("columns", "buckets", "embedding", "indicator");

    private final List<String> keys;

    Kind(String... more) {
      keys = new ArrayList<>(List.of("kind", "part"));
      keys.addAll(Arrays.asList(more));
    }
  }

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
    return choice(name, kind, Section.of(entry, name, kind.keys.toArray(String[]::new)), folder);
  }

  /** The kind that has a key which no other kind has. */
  private static Kind guess(Entry.Mapping mapping) {
    for (String key : mapping.entries().keySet()) {
      List<Kind> having =
          Arrays.stream(Kind.values()).filter(kind -> kind.keys.contains(key)).toList();
      if (having.size() == 1) {
        return having.getFirst();
      }
    }
    return Kind.AUTO;
  }

  private static ColumnChoice choice(String name, Kind kind, Section section, Path folder) {
    ColumnChoice.Kind chosen =
        switch (kind) {
          case AUTO -> new ColumnChoice.Auto();
          case DROP -> new ColumnChoice.Drop();
          case NUMERIC ->
              new ColumnChoice.Numeric(
                  section
                      .choice("normalize", ColumnChoice.Normalize.class)
                      .orElse(ColumnChoice.Normalize.AUTO),
                  fill(section));
          case BUCKETIZED -> bucketized(section);
          case IDENTITY -> new ColumnChoice.Identity(section.whole("size", 1).orElse(0));
          case VOCABULARY -> vocabulary(section, folder);
          case HASH -> new ColumnChoice.Hash(required(section, "buckets", 2));
          case CROSS -> new ColumnChoice.Cross(crossed(section), required(section, "buckets", 2));
        };
    String feature = kind == Kind.CROSS ? "" : section.text("column").orElse(name);
    return new ColumnChoice(
        feature,
        chosen,
        section.choice("part", ColumnChoice.Part.class).orElse(ColumnChoice.Part.AUTO),
        embedding(section));
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

  private static String fill(Section section) {
    String fill = section.text("missing").orElse("mean");
    if (!fill.equals("mean") && !fill.equals("median")) {
      section.number("missing", -Float.MAX_VALUE, Float.MAX_VALUE);
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

  private static ColumnChoice.Kind vocabulary(Section section, Path folder) {
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
        section.whole("oov", 0).orElse(-1));
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
