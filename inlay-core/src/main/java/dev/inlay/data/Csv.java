package dev.inlay.data;

import dev.inlay.tensor.DType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows from files of separated values, {@code .gz} or plain: {@code Csv.of(path).read()} for all of
 * them at once, {@code Csv.of(path).dataset()} for files larger than memory.
 *
 * <p>A column is {@code INT64} if all its cells are whole numbers, {@code FLOAT32} if all are
 * numbers and some may be missing, else {@code STRING}; the first rows decide unless {@link
 * #withType} does. A missing number is NaN, a missing text {@code ""}; whole numbers need a {@link
 * #withDefault} where one is missing.
 *
 * @param files with the same columns, read one after the other
 * @param format how cells are written
 * @param header the columns' names; null if the first line has them
 * @param columns those to read; null for all
 * @param types of columns whose types are not to be inferred
 * @param defaults what stands for missing cells, as it would be written in the file
 * @param sampleRows how many rows decide about types
 */
public record Csv(
    List<Path> files,
    CsvFormat format,
    @Nullable List<String> header,
    @Nullable List<String> columns,
    Map<String, DType> types,
    Map<String, String> defaults,
    int sampleRows) {
  private static final int CHUNK_ROWS = 8192;

  public Csv {
    files = List.copyOf(files);
    header = header == null ? null : List.copyOf(header);
    columns = columns == null ? null : List.copyOf(columns);
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files; give one or more");
    }
    if (sampleRows < 1) {
      throw new IllegalArgumentException(
          "%d rows to infer types from; give 1 or more".formatted(sampleRows));
    }
    if (header != null) {
      CsvWalk.checkNames("the given header", header);
    }
  }

  /** Files with a header line, commas, and types inferred from the first 10,000 rows. */
  public static Csv of(Path... files) {
    return new Csv(List.of(files), CsvFormat.of(), null, null, Map.of(), Map.of(), 10_000);
  }

  public Csv withFormat(CsvFormat format) {
    return new Csv(files, format, header, columns, types, defaults, sampleRows);
  }

  /** The columns' names, for files whose first line is a row already. */
  public Csv withHeader(String... names) {
    return withHeader(List.of(names));
  }

  /** The columns' names, for files whose first line is a row already. */
  public Csv withHeader(List<String> names) {
    return new Csv(files, format, names, columns, types, defaults, sampleRows);
  }

  /** Only these columns. */
  public Csv withColumns(List<String> names) {
    return new Csv(files, format, header, names, types, defaults, sampleRows);
  }

  /** A column's type, not to be inferred. */
  public Csv withType(String column, DType type) {
    var more = new LinkedHashMap<>(types);
    more.put(column, type);
    return new Csv(files, format, header, columns, more, defaults, sampleRows);
  }

  /** The types of columns, not to be inferred: those of the data a model was trained on. */
  public Csv withSchema(Schema schema) {
    var more = new LinkedHashMap<>(types);
    more.putAll(schema.types());
    return new Csv(files, format, header, columns, more, defaults, sampleRows);
  }

  /** What stands for a column's missing cells, as it would be written in the file. */
  public Csv withDefault(String column, String cell) {
    var more = new LinkedHashMap<>(defaults);
    more.put(column, cell);
    return new Csv(files, format, header, columns, types, more, sampleRows);
  }

  public Csv withSampleRows(int rows) {
    return new Csv(files, format, header, columns, types, defaults, rows);
  }

  /**
   * The columns and their types, from the first rows.
   *
   * @throws IllegalArgumentException naming file and line, if the file is empty or broken
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public Schema schema() {
    try (var walk = new CsvWalk(this)) {
      return walk.infer();
    }
  }

  /**
   * All rows of all files.
   *
   * @throws IllegalArgumentException naming file, line and column, if there are no rows, a row has
   *     too many or too few cells, or a cell is none of its column's type
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public Batch read() {
    Schema schema = schema();
    try (var walk = new CsvWalk(this)) {
      Batch rows = walk.read(schema, Integer.MAX_VALUE);
      if (rows == null) {
        throw new IllegalArgumentException(files + ": no rows");
      }
      return rows;
    }
  }

  /**
   * All rows of all files, read anew in each walk, some chunks ahead on another thread. Types are
   * inferred now; errors are those of {@link #read}, at their places.
   */
  public Dataset dataset() {
    Schema schema = schema();
    return Dataset.ofChunks(() -> new CsvWalk(this).chunks(schema, CHUNK_ROWS)).prefetch(2);
  }
}
