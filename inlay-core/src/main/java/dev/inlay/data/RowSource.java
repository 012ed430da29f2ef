package dev.inlay.data;

import dev.inlay.tensor.DType;
import java.util.List;

/**
 * Rows outside of the program whose columns have names, and types that are inferred or given: files
 * of {@link Csv} or {@link JsonLines}, a query. All rows at once: {@link #read}; more than memory
 * holds: {@link #dataset}; many files in mixed order: {@link Shards}.
 *
 * <p>A column is {@code INT64} if all its values are whole numbers, {@code FLOAT32} if all are
 * numbers and some may be missing, else {@code STRING}; the first rows decide unless {@link
 * #withType} does, or the source itself knows. A missing number is NaN, a missing text {@code ""};
 * whole numbers need a {@link #withDefault} where one is missing.
 *
 * @param <S> the source itself
 */
public interface RowSource<S extends RowSource<S>> extends Sharded {
  /** Which columns are read, and as what. */
  Fields fields();

  S withFields(Fields fields);

  /** With another rule for rows that can't be read than to fail. */
  S withBadRows(BadRows badRows);

  /**
   * The columns and their types, from the first rows where they are not given.
   *
   * @throws IllegalArgumentException naming the place, if there are no rows or they can't be read
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  Schema schema();

  /** The parts, read as a schema says. */
  List<Part> parts(Schema schema);

  @Override
  default List<Part> parts() {
    return parts(schema());
  }

  /** Only these columns, in this order. */
  default S withColumns(List<String> names) {
    return withFields(fields().withColumns(names));
  }

  /** A column's type, not to be inferred. */
  default S withType(String column, DType type) {
    return withFields(fields().withGiven(fields().given().with(column, type)));
  }

  /** Makes a column a list: any number of values a row. Sources without lists refuse. */
  default S withList(String column, DType type) {
    return withFields(fields().withGiven(fields().given().withList(column, type)));
  }

  /** The types of columns, not to be inferred: those of the data a model was trained on. */
  default S withSchema(Schema schema) {
    return withFields(fields().withGiven(fields().given().with(schema)));
  }

  /** What stands for a column's missing values, as it would be written in a file. */
  default S withDefault(String column, String value) {
    return withFields(fields().withDefault(column, value));
  }

  /** How many rows decide about types. */
  default S withSampleRows(int rows) {
    return withFields(fields().withSampleRows(rows));
  }

  /**
   * All rows.
   *
   * @throws IllegalArgumentException naming the place, if there are no rows or one can't be read
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  default Batch read() {
    return dataset().toBatch();
  }

  /**
   * All rows, one part after the other, read anew in each walk, some chunks ahead on other threads.
   * Types are inferred now; errors are those of {@link #read}, at their places.
   */
  default Dataset dataset() {
    return Shards.of(this).dataset();
  }
}
