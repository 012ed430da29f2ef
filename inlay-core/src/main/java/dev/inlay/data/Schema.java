package dev.inlay.data;

import dev.inlay.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names and types of columns, in their order. */
public record Schema(Map<String, DType> types) {
  public Schema {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
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
}
