package dev.inlay.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows from files of separated values, {@code .gz} or plain: {@code Csv.of(path).read()} for all of
 * them at once, {@code Csv.of(path).dataset()} for files larger than memory, {@code
 * Csv.of(DataFiles.matching("part-*.csv.gz"))} for many.
 *
 * @param files with the same columns
 * @param format how cells are written
 * @param header the columns' names; null if the first line has them
 * @param fields which columns are read, and as what
 * @param badRows what becomes of rows that can't be read
 */
public record Csv(
    List<Path> files,
    CsvFormat format,
    @Nullable List<String> header,
    Fields fields,
    BadRows badRows)
    implements RowSource<Csv> {
  public Csv {
    files = List.copyOf(files);
    header = header == null ? null : List.copyOf(header);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files; give one or more");
    }
    if (!fields.given().lists().isEmpty()) {
      throw new IllegalArgumentException(
          "columns %s: cells of CSV are no lists; read them as STRING, and split them"
              .formatted(fields.given().lists()));
    }
    if (header != null) {
      CsvFile.checkNames("the given header", header);
    }
  }

  /** Files with a header line, commas, and types inferred from the first 10,000 rows. */
  public static Csv of(Path... files) {
    return of(List.of(files));
  }

  /** Files with a header line, commas, and types inferred from the first 10,000 rows. */
  public static Csv of(List<Path> files) {
    return new Csv(files, CsvFormat.of(), null, Fields.ALL, BadRows.fail());
  }

  public Csv withFormat(CsvFormat format) {
    return new Csv(files, format, header, fields, badRows);
  }

  /** The columns' names, for files whose first line is a row already. */
  public Csv withHeader(String... names) {
    return withHeader(List.of(names));
  }

  /** The columns' names, for files whose first line is a row already. */
  public Csv withHeader(List<String> names) {
    return new Csv(files, format, names, fields, badRows);
  }

  @Override
  public Csv withFields(Fields fields) {
    return new Csv(files, format, header, fields, badRows);
  }

  @Override
  public Csv withBadRows(BadRows badRows) {
    return new Csv(files, format, header, fields, badRows);
  }

  @Override
  public Schema schema() {
    var guesses = new LinkedHashMap<String, TypeGuess>();
    int rows = 0;
    for (Path file : files) {
      try (CsvFile open = new CsvFile(this, file)) {
        if (guesses.isEmpty()) {
          String first = files.getFirst().toString();
          fields.chosen(first, open.header()).forEach(name -> guesses.put(name, new TypeGuess()));
        }
        rows += open.infer(guesses, fields.sampleRows() - rows);
      }
      if (rows == fields.sampleRows()) {
        break;
      }
    }
    if (rows == 0) {
      throw new IllegalArgumentException(
          files.stream().map(Path::toString).collect(Collectors.joining(", "))
              + ": a header line, but no rows below it");
    }
    return fields.schema(guesses);
  }

  @Override
  public List<Part> parts(Schema schema) {
    List<String> names;
    try (CsvFile first = new CsvFile(this, files.getFirst())) {
      names = first.header();
    }
    return files.stream()
        .map(file -> new Part(file.toString(), () -> open(file, names).rows(schema)))
        .toList();
  }

  private CsvFile open(Path file, List<String> names) {
    CsvFile open = new CsvFile(this, file);
    if (!names.equals(open.header())) {
      open.close();
      throw new IllegalArgumentException(
          "%s: columns %s, but %s has %s".formatted(file, open.header(), files.getFirst(), names));
    }
    return open;
  }
}
