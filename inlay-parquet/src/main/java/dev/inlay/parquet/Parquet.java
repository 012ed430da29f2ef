package dev.inlay.parquet;

import dev.inlay.data.BadRows;
import dev.inlay.data.Chunks;
import dev.inlay.data.Fields;
import dev.inlay.data.RowSource;
import dev.inlay.data.Schema;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows from Parquet files, of all common compressions: {@code
 * Parquet.of(DataFiles.matching("part-*.parquet")).dataset()}.
 *
 * <p>Types are the files' own: whole numbers, dates and times (counted from 1970 as the file has
 * them) and truth values are {@code INT64}, numbers and decimals {@code FLOAT32}, texts and enums
 * {@code STRING}. Whole numbers are {@code FLOAT32} where the files say that some are missing, or
 * {@code STRING} if floats wouldn't tell them apart. A field of a struct is a column named by its
 * way there, {@code user.age}; a list is a multi-valued column; a map is two, {@code m.key} and
 * {@code m.value}; a list of structs is one for each field. Lists of lists are not read: name the
 * other columns.
 *
 * @param files with the same columns, whatever their order
 * @param fields which columns are read, and as what
 * @param badRows what becomes of rows whose values don't suit
 */
public record Parquet(List<Path> files, Fields fields, BadRows badRows)
    implements RowSource<Parquet> {
  public Parquet {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files; give one or more");
    }
  }

  /** Files of which all columns are read. */
  public static Parquet of(Path... files) {
    return of(List.of(files));
  }

  /** Files of which all columns are read. */
  public static Parquet of(List<Path> files) {
    return new Parquet(files, Fields.ALL, BadRows.fail());
  }

  @Override
  public Parquet withFields(Fields fields) {
    return new Parquet(files, fields, badRows);
  }

  @Override
  public Parquet withBadRows(BadRows badRows) {
    return new Parquet(files, fields, badRows);
  }

  /** The columns and their types as the files' footers have them; no row is read for it. */
  @Override
  public Schema schema() {
    return Footers.schema(this);
  }

  @Override
  public List<Part> parts(Schema schema) {
    return files.stream()
        .map(
            file ->
                new Part(file.toString(), () -> new Chunks(new ParquetRows(this, file, schema))))
        .toList();
  }
}
