package dev.inlay.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Rows from files of JSON lines, {@code .gz} or plain: an object a line, whose keys are columns. An
 * array is a list, a multi-valued column; what stands in an object within the row is a column named
 * by its way there, {@code user.age}. Truth values are 1 and 0 unless the column has texts. A key
 * that a row lacks, or has as {@code null}, is a missing value.
 *
 * <p>A key that did not occur in the rows that decided about columns is an error of its row, so
 * that nothing is lost unseen; name the columns to read, and all others are left out.
 *
 * @param files read as one
 * @param fields which columns are read, and as what
 * @param badRows what becomes of rows that can't be read
 */
public record JsonLines(List<Path> files, Fields fields, BadRows badRows)
    implements RowSource<JsonLines> {
  public JsonLines {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files; give one or more");
    }
  }

  /** Files of which all columns are read, with types inferred from the first 10,000 rows. */
  public static JsonLines of(Path... files) {
    return of(List.of(files));
  }

  /** Files of which all columns are read, with types inferred from the first 10,000 rows. */
  public static JsonLines of(List<Path> files) {
    return new JsonLines(files, Fields.ALL, BadRows.fail());
  }

  @Override
  public JsonLines withFields(Fields fields) {
    return new JsonLines(files, fields, badRows);
  }

  @Override
  public JsonLines withBadRows(BadRows badRows) {
    return new JsonLines(files, fields, badRows);
  }

  @Override
  public Schema schema() {
    return new JsonInference(this).schema();
  }

  @Override
  public List<Part> parts(Schema schema) {
    return files.stream()
        .map(
            file ->
                new Part(
                    file.toString(),
                    () -> {
                      Blocks blocks = JsonRows.open(file);
                      return new Chunks(
                          new ParsedFile(
                              file,
                              blocks::next,
                              blocks,
                              1,
                              badRows,
                              () -> new JsonBatches(this, schema)));
                    }))
        .toList();
  }
}
