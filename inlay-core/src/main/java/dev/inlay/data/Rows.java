package dev.inlay.data;

import dev.inlay.tensor.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Java objects, one a row, as columns. */
final class Rows {
  private Rows() {}

  static <R extends Record> Batch ofRecords(List<R> records, Class<R> type) {
    checkSome(records);
    var columns = new LinkedHashMap<String, Value>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      if (!accessor.trySetAccessible()) {
        throw new IllegalArgumentException(
            "record %s can't be read from here; open its package to dev.inlay.core"
                .formatted(type.getName()));
      }
      var values = new ArrayList<@Nullable Object>(records.size());
      records.forEach(r -> values.add(read(accessor, r)));
      columns.put(component.getName(), Column.of(component.getName(), component.getType(), values));
    }
    return Batch.of(columns);
  }

  static Batch ofMaps(List<? extends Map<String, ?>> rows) {
    checkSome(rows);
    var names = rows.getFirst().keySet();
    for (int i = 1; i < rows.size(); i++) {
      for (String name : rows.get(i).keySet()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "row %d has \"%s\", which the first row lacks; it has %s".formatted(i, name, names));
        }
      }
    }
    var columns = new LinkedHashMap<String, Value>();
    for (String name : names) {
      var values = new ArrayList<@Nullable Object>(rows.size());
      rows.forEach(row -> values.add(row.get(name)));
      columns.put(name, Column.of(name, Column.typeOf(name, values), values));
    }
    return Batch.of(rows.getFirst() instanceof SequencedMap ? columns : new TreeMap<>(columns));
  }

  private static void checkSome(List<?> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no rows");
    }
  }

  private static @Nullable Object read(Method accessor, Record row) {
    try {
      return accessor.invoke(row);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s of %s failed: %s".formatted(accessor.getName(), row, e.getCause()), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
