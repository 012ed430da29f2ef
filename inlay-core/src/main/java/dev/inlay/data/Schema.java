package dev.inlay.data;

import dev.inlay.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names and types of columns, in their order.
 *
 * @param lists the columns whose rows have any number of values; the others have one
 */
public record Schema(Map<String, DType> types, Set<String> lists) {
  /**
   * @throws IllegalArgumentException if a list is none of the columns
   */
  public Schema {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    lists = Collections.unmodifiableSet(new LinkedHashSet<>(lists));
    for (String list : lists) {
      if (!types.containsKey(list)) {
        throw new IllegalArgumentException(
            "the list \"%s\" has no type; the columns are %s".formatted(list, types.keySet()));
      }
    }
  }

  /** Columns of one value a row. */
  public static Schema of(Map<String, DType> types) {
    return new Schema(types, Set.of());
  }

  /** With a column of one value a row, or that column with another type. */
  public Schema with(String column, DType type) {
    return with(column, type, false);
  }

  /** With a column of any number of values a row. */
  public Schema withList(String column, DType type) {
    return with(column, type, true);
  }

  private Schema with(String column, DType type, boolean list) {
    var more = new LinkedHashMap<>(types);
    more.put(column, type);
    var moreLists = new LinkedHashSet<>(lists);
    if (list) {
      moreLists.add(column);
    } else {
      moreLists.remove(column);
    }
    return new Schema(more, moreLists);
  }

  /** With all columns of another one, which stand above those here. */
  public Schema with(Schema other) {
    Schema all = this;
    for (var column : other.types.entrySet()) {
      all = all.with(column.getKey(), column.getValue(), other.isList(column.getKey()));
    }
    return all;
  }

  /**
   * A column's type.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public DType type(String column) {
    DType type = types.get(column);
    if (type == null) {
      throw new IllegalArgumentException(
          "no column \"%s\"; the data has %s".formatted(column, types.keySet()));
    }
    return type;
  }

  /** Whether a column has any number of values a row. */
  public boolean isList(String column) {
    return lists.contains(column);
  }
}
