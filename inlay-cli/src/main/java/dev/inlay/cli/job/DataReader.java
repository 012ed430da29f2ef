package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Entry;
import dev.inlay.cli.yaml.Section;
import dev.inlay.data.DataFiles;
import dev.inlay.data.FileFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads from a job where its rows are, and how they are written. Paths are relative to a folder.
 */
final class DataReader {
  private static final List<String> LAYOUT =
      List.of("header", "separator", "quote", "comment", "skip_lines", "missing", "charset");

  private final Path folder;

  /** The keys that name files: {@code csv}, and the other kinds. */
  private final List<String> kinds = new ArrayList<>(List.of("csv"));

  DataReader(Path folder) {
    this.folder = folder;
    Layout.formats().stream().map(FileFormat::name).forEach(kinds::add);
  }

  /** All keys of the section. */
  String[] keys() {
    List<String> keys = new ArrayList<>(kinds);
    keys.addAll(List.of("sql", "url"));
    keys.addAll(LAYOUT);
    keys.addAll(List.of("bad_rows", "join", "test"));
    return keys.toArray(String[]::new);
  }

  Origin origin(Section data) {
    List<String> named = new ArrayList<>(kinds);
    named.add("sql");
    named.removeIf(key -> !data.has(key));
    if (named.isEmpty()) {
      throw data.place()
          .error(
              "\"data\" lacks \"csv\"; name the file here or with --csv FILE (or give %s, or sql)"
                  .formatted(String.join(", ", kinds.subList(1, kinds.size()))));
    }
    String kind = named.getFirst();
    JobFile.exclude(data, kind, named.subList(1, named.size()).toArray(String[]::new));
    if (!kind.equals("csv")) {
      JobFile.exclude(data, kind, LAYOUT.toArray(String[]::new));
    }
    if (kind.equals("sql")) {
      return new Origin.Sql(data.requiredText("url"), data.requiredText("sql"));
    }
    JobFile.exclude(data, kind, "url");
    List<Path> files = DataFiles.named(folder, data.texts(kind).orElseThrow());
    return new Origin.Files(files, kind.equals("csv") ? "" : kind);
  }

  Layout layout(Section data) {
    return new Layout(
        data.texts("header").orElse(List.of()),
        character(data, "separator"),
        character(data, "quote"),
        character(data, "comment"),
        data.whole("skip_lines", 0).orElse(0),
        data.texts("missing").orElse(List.of()),
        data.entry("join").map(this::joins).orElse(List.of()),
        charset(data));
  }

  private static String charset(Section data) {
    String name = data.text("charset").orElse("");
    if (!name.isEmpty() && !Layout.isCharset(name)) {
      throw Section.wrong(data.entry("charset").orElseThrow(), "charset", Layout.CHARSETS);
    }
    return name;
  }

  private static String character(Section section, String key) {
    String meant = Layout.meant(section.text(key).orElse(""));
    if (meant.length() > 1) {
      throw Section.wrong(
          section.entry(key).orElseThrow(), key, "one character, in quotes, or tab");
    }
    return meant;
  }

  Data.BadRowsChoice badRows(Section data) {
    Entry entry = data.entries().get("bad_rows");
    if (entry == null) {
      return Data.BadRowsChoice.FAIL;
    }
    if (entry instanceof Entry.Mapping) {
      Section section = Section.of(entry, "bad_rows", "file");
      return new Data.BadRowsChoice(true, folder.resolve(section.requiredText("file")));
    }
    return switch (Section.text(entry, "bad_rows")) {
      case "fail" -> Data.BadRowsChoice.FAIL;
      case "skip" -> new Data.BadRowsChoice(true, null);
      default -> throw Section.wrong(entry, "bad_rows", "fail, skip, or {file: bad.jsonl}");
    };
  }

  /** Side tables, one or a list of them. */
  private List<Join> joins(Entry entry) {
    List<Entry> items = entry instanceof Entry.Items list ? list.items() : List.of(entry);
    return items.stream().map(this::join).toList();
  }

  private Join join(Entry entry) {
    Section section = Section.of(entry, "join", "file", "on", "key", "columns", "missing");
    String on = section.requiredText("on");
    List<String> names =
        section.texts("file").orElseGet(() -> List.of(section.requiredText("file")));
    List<String> files =
        DataFiles.named(folder, names).stream()
            .map(file -> file.toAbsolutePath().normalize().toString())
            .toList();
    Join.Unknown unknown = Join.Unknown.FAIL;
    Map<String, String> defaults = new LinkedHashMap<>();
    Entry missing = section.entries().get("missing");
    if (missing instanceof Entry.Mapping values) {
      unknown = Join.Unknown.DEFAULTS;
      values
          .entries()
          .forEach((column, keyed) -> defaults.put(column, Section.text(keyed.value(), column)));
    } else if (missing != null) {
      unknown =
          switch (Section.text(missing, "missing")) {
            case "fail" -> Join.Unknown.FAIL;
            case "drop" -> Join.Unknown.DROP;
            default ->
                throw Section.wrong(missing, "missing", "fail, drop, or values, as in {year: 0}");
          };
    }
    return new Join(
        files,
        on,
        section.text("key").orElse(on),
        section.texts("columns").orElse(List.of()),
        unknown,
        defaults);
  }
}
