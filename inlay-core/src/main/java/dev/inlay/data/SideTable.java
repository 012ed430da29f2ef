package dev.inlay.data;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory that others are completed with by a key: what is known of items or users, beside
 * the ratings that name them ({@link Dataset#join}). Multi-valued columns stay so.
 *
 * <p>Keys are texts or whole numbers, each in one row. A row whose key isn't here is an error, is
 * left out ({@link #withoutUnknown}), or gets default values ({@link #withDefaults}).
 */
public final class SideTable {
  /** What becomes of rows whose key is not in the table. */
  private enum Unknown {
    FAIL,
    DROP,
    DEFAULTS
  }

  private final Batch rows;
  private final String key;
  private final Map<Object, Integer> places;
  private final Unknown unknown;

  private SideTable(Batch rows, String key, Map<Object, Integer> places, Unknown unknown) {
    this.rows = rows;
    this.key = key;
    this.places = places;
    this.unknown = unknown;
  }

  /**
   * A table by its key column.
   *
   * @throws IllegalArgumentException if a key stands twice or is missing, or keys are neither texts
   *     nor whole numbers
   */
  public static SideTable of(Batch rows, String key) {
    Map<Object, Integer> places = HashMap.newHashMap(rows.rows());
    Tensor keys = keys(key, rows.feature(key));
    for (int row = 0; row < rows.rows(); row++) {
      Object value = key(keys, row);
      if (value.equals("")) {
        throw new IllegalArgumentException(
            "the side table's row %,d has no key \"%s\"; clean the table".formatted(row, key));
      }
      Integer before = places.putIfAbsent(value, row);
      if (before != null) {
        throw new IllegalArgumentException(
            "the side table has the key %s = %s twice, in rows %,d and %,d; keep one of them"
                .formatted(key, written(value), before, row));
      }
    }
    return new SideTable(rows, key, places, Unknown.FAIL);
  }

  /** Rows whose key is not in the table are left out. */
  public SideTable withoutUnknown() {
    return new SideTable(rows, key, places, Unknown.DROP);
  }

  /**
   * Rows whose key is not in the table get these values: a number or a text for each column, none
   * for multi-valued columns, which stay empty. Columns that are not named have what is missing
   * there: NaN, -1 or the empty text.
   *
   * @throws IllegalArgumentException if a column isn't there, or a value isn't of its type
   */
  public SideTable withDefaults(Map<String, ?> values) {
    for (String name : values.keySet()) {
      if (name.equals(key) || rows.feature(name) instanceof Ragged) {
        throw new IllegalArgumentException(
            "column \"%s\" of the side table takes no default value".formatted(name));
      }
    }
    Map<String, Value> filled = new LinkedHashMap<>();
    rows.features()
        .forEach((name, column) -> filled.put(name, extended(name, column, values.get(name))));
    return new SideTable(Batch.of(filled), key, places, Unknown.DEFAULTS);
  }

  /**
   * {@link #withDefaults} of values as they would be written in a file.
   *
   * @throws IllegalArgumentException if a column isn't there, or a value isn't of its type
   */
  public SideTable withDefaultTexts(Map<String, String> values) {
    Map<String, Object> parsed = new LinkedHashMap<>();
    values.forEach(
        (name, text) -> {
          boolean isText = rows.feature(name).dtype() == DType.STRING;
          parsed.put(name, isText ? text : parsed(name, text));
        });
    return withDefaults(parsed);
  }

  private static Object parsed(String name, String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "the default value \"%s\" of column \"%s\" is no number".formatted(text, name));
    }
  }

  /** A column with one row more, which has the default. */
  private static Value extended(String name, Value column, @Nullable Object value) {
    Value last =
        switch (column) {
          case Ragged r -> new Ragged(r.values().rows(0, 0), new int[] {0, 0});
          case Tensor t when t.shape().size() != t.rows() ->
              throw new IllegalArgumentException(
                  "column \"%s\" of the side table has shape %s; defaults are for single values"
                      .formatted(name, t.shape()));
          case FloatTensor t -> Tensor.of((float) number(name, value, Double.NaN)).reshape(one(t));
          case IntTensor t -> Tensor.of((int) number(name, value, -1)).reshape(one(t));
          case LongTensor t -> Tensor.of((long) number(name, value, -1)).reshape(one(t));
          case StringTensor t -> Tensor.of(value == null ? "" : value.toString()).reshape(one(t));
        };
    return Joined.of(name, List.of(column, last));
  }

  private static Shape one(Tensor column) {
    return column.shape().withDim(0, 1);
  }

  private static double number(String name, @Nullable Object value, double missing) {
    return switch (value) {
      case null -> missing;
      case Number number -> number.doubleValue();
      case Object other ->
          throw new IllegalArgumentException(
              "the default value \"%s\" of column \"%s\" is no number".formatted(other, name));
    };
  }

  /** Whether every row is kept. */
  boolean keepsAll() {
    return unknown != Unknown.DROP;
  }

  /** The names of the columns that rows get. */
  public List<String> columns() {
    List<String> names = new ArrayList<>(rows.features().keySet());
    names.remove(key);
    return Collections.unmodifiableList(names);
  }

  /**
   * Rows with this table's columns.
   *
   * @param batch whose features name rows of this table
   * @param column the feature that does
   * @param firstRow the number of the batch's first row, for messages
   */
  Batch join(Batch batch, String column, long firstRow) {
    Tensor keys = keys(column, batch.feature(column));
    boolean texts = keys instanceof StringTensor;
    if (texts != rows.feature(key) instanceof StringTensor) {
      throw new IllegalArgumentException(
          "column \"%s\" is %s, but the side table's key \"%s\" is %s; read both as the same"
              .formatted(column, keys.dtype(), key, rows.feature(key).dtype()));
    }
    for (String name : columns()) {
      if (batch.features().containsKey(name) || batch.labels().containsKey(name)) {
        throw new IllegalArgumentException(
            "both the data and the side table have a column \"%s\"; leave it out of one, or rename it"
                .formatted(name));
      }
    }
    int count = batch.rows();
    int[] kept = new int[count];
    int[] found = new int[count];
    int size = 0;
    for (int row = 0; row < count; row++) {
      Integer place = places.get(key(keys, row));
      if (place != null || unknown != Unknown.DROP) {
        kept[size] = row;
        found[size++] = place == null ? missing(column, keys, row, firstRow) : place;
      }
    }
    Batch left = size == count ? batch : batch.take(Arrays.copyOf(kept, size));
    Map<String, Value> all = new LinkedHashMap<>(left.features());
    int[] taken = Arrays.copyOf(found, size);
    for (String name : columns()) {
      all.put(name, rows.feature(name).take(taken));
    }
    return left.withFeatures(all);
  }

  private int missing(String column, Tensor keys, int row, long firstRow) {
    if (unknown == Unknown.DEFAULTS) {
      return rows.rows() - 1;
    }
    throw new IllegalArgumentException(
        "row %,d: %s = %s is not in the side table; add it there, leave such rows out (withoutUnknown), or give them defaults (withDefaults)"
            .formatted(firstRow + row, column, written(key(keys, row))));
  }

  private static Tensor keys(String name, Value column) {
    if (column instanceof Tensor keys
        && !(keys instanceof FloatTensor)
        && keys.shape().size() == keys.rows()) {
      return keys;
    }
    throw new IllegalArgumentException(
        "column \"%s\" can't be a key: keys are one text or whole number a row, read it as such"
            .formatted(name));
  }

  /** A key as it is looked up: 32 and 64 bits are the same. */
  private static Object key(Tensor keys, int row) {
    return switch (keys) {
      case StringTensor t -> t.data()[row];
      case LongTensor t -> t.data()[row];
      case IntTensor t -> (long) t.data()[row];
      case FloatTensor _ -> throw new IllegalStateException("keys are no floats");
    };
  }

  private static String written(Object key) {
    return key instanceof String ? "\"" + key + "\"" : key.toString();
  }
}
