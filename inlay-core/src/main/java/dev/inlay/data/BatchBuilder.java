package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come value by value, growing to a batch: for sources whose columns have names and types
 * (JSON, Parquet, a query). A row's values go to their {@link #column}s in any order; {@link
 * #endRow} completes it. What is wrong with a value or a row is an {@code
 * IllegalArgumentException}; then {@link #dropRow} forgets what there is of the row.
 */
public final class BatchBuilder {
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private int rows;

  private BatchBuilder(Schema schema, Map<String, String> defaults) {
    schema
        .types()
        .forEach(
            (name, type) ->
                columns.put(name, new Column(name, type, schema.isList(name), defaults.get(name))));
  }

  /**
   * Columns by their schema.
   *
   * @param fields has what stands for missing values
   */
  public static BatchBuilder of(Schema schema, Fields fields) {
    return new BatchBuilder(schema, fields.defaults());
  }

  /** Where a column's values go; null if it is not read. */
  public @Nullable Column column(String name) {
    return columns.get(name);
  }

  /** How many rows are complete. */
  public int rows() {
    return rows;
  }

  /**
   * Completes a row: a column that was given no value has a missing one there.
   *
   * @throws IllegalArgumentException naming the column, if it can't
   */
  public void endRow() {
    for (Column column : columns.values()) {
      column.complete();
    }
    for (Column column : columns.values()) {
      column.endRow();
    }
    rows++;
  }

  /** Forgets the row that was begun. */
  public void dropRow() {
    columns.values().forEach(Column::dropRow);
  }

  /** The rows so far; then there are none. Null if there are none. */
  public @Nullable Batch take() {
    if (rows == 0) {
      return null;
    }
    Map<String, Value> values = new LinkedHashMap<>();
    columns.forEach((name, column) -> values.put(name, column.take()));
    rows = 0;
    return Batch.of(values);
  }

  /**
   * A column of a batch that is being built. Numbers and truth values become texts in a column of
   * texts, but never a text a number.
   */
  public static final class Column implements CellSink {
    private final String name;
    private final DType type;
    private final boolean list;
    private final byte @Nullable [] whenMissing;
    private final CellColumn cells;
    private int[] splits = new int[64];
    private int rows;

    private Column(String name, DType type, boolean list, @Nullable String whenMissing) {
      this.name = name;
      this.type = type;
      this.list = list;
      this.whenMissing = whenMissing == null ? null : whenMissing.getBytes(UTF_8);
      this.cells = CellColumn.of(type);
    }

    /** The type of its values. */
    public DType type() {
      return type;
    }

    @Override
    public void add(long number) {
      try {
        cells.add(number);
      } catch (BadCell e) {
        throw named(e);
      }
    }

    @Override
    public void add(double number) {
      try {
        cells.add(number);
      } catch (BadCell e) {
        throw named(e);
      }
    }

    @Override
    public void add(boolean truth) {
      cells.add(truth);
    }

    @Override
    public void add(byte[] buffer, int offset, int length) {
      try {
        cells.add(buffer, offset, length);
      } catch (BadCell e) {
        throw named(e);
      }
    }

    @Override
    public void addText(byte[] buffer, int offset, int length) {
      try {
        cells.addText(buffer, offset, length);
      } catch (BadCell e) {
        throw named(e);
      }
    }

    /** Says that the row lacks this value, as a row does that says nothing; a list stays empty. */
    @Override
    public void addMissing() {}

    private void complete() {
      int count = cells.size() - splits[rows];
      if (list || count == 1) {
        return;
      }
      if (count > 1) {
        throw named(
            new BadCell("%d values, wanted one; read the column as a list".formatted(count)));
      }
      try {
        if (whenMissing == null) {
          cells.addMissing();
        } else {
          cells.add(whenMissing, 0, whenMissing.length);
        }
      } catch (BadCell e) {
        throw named(e);
      }
    }

    private void endRow() {
      if (++rows == splits.length) {
        splits = Arrays.copyOf(splits, 2 * rows);
      }
      splits[rows] = cells.size();
    }

    private void dropRow() {
      cells.truncate(splits[rows]);
    }

    private Value take() {
      Tensor values = cells.take();
      Value taken = list ? new Ragged(values, Arrays.copyOf(splits, rows + 1)) : values;
      rows = 0;
      return taken;
    }

    private BadCell named(BadCell e) {
      return new BadCell("column \"%s\": %s".formatted(name, e.getMessage()));
    }
  }
}
