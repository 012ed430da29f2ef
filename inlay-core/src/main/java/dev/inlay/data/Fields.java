package dev.inlay.data;

import dev.inlay.tensor.DType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a source are read, and as what.
 *
 * @param columns those to read, in this order; null for all
 * @param given the types of columns that are not to be inferred
 * @param defaults what stands for missing values, as it would be written in a file
 * @param sampleRows how many rows decide about types
 */
public record Fields(
    @Nullable List<String> columns, Schema given, Map<String, String> defaults, int sampleRows) {
  /** All columns, typed by the first 10,000 rows. */
  public static final Fields ALL = new Fields(null, Schema.of(Map.of()), Map.of(), 10_000);

  /**
   * @throws IllegalArgumentException if no row is to decide
   */
  public Fields {
    columns = columns == null ? null : List.copyOf(columns);
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    if (sampleRows < 1) {
      throw new IllegalArgumentException(
          "%d rows to infer types from; give 1 or more".formatted(sampleRows));
    }
  }

  /**
   * The names of the columns to read, out of those that are there.
   *
   * @param source where they are, for messages
   * @throws IllegalArgumentException if a column that is named anywhere here is not there
   */
  public List<String> chosen(String source, Collection<String> there) {
    check(source, there, "to read", columns == null ? List.of() : columns);
    check(source, there, "given a type", given.types().keySet());
    check(source, there, "given a default", defaults.keySet());
    return columns == null ? List.copyOf(there) : columns;
  }

  /** The columns with their types: those that are given, and what the others look like. */
  Schema schema(Map<String, TypeGuess> guesses) {
    Map<String, DType> types = new LinkedHashMap<>();
    guesses.forEach(
        (name, guess) -> {
          DType known = given.types().get(name);
          types.put(name, known == null ? guess.type(defaults.containsKey(name)) : known);
        });
    return Schema.of(types);
  }

  private static void check(
      String source, Collection<String> there, String what, Collection<String> named) {
    for (String column : named) {
      if (!there.contains(column)) {
        throw new IllegalArgumentException(
            "%s: no column \"%s\", which is %s; there are %s"
                .formatted(source, column, what, there));
      }
    }
  }

  Fields withColumns(List<String> names) {
    return new Fields(names, given, defaults, sampleRows);
  }

  Fields withGiven(Schema schema) {
    return new Fields(columns, schema, defaults, sampleRows);
  }

  Fields withDefault(String column, String value) {
    var more = new LinkedHashMap<>(defaults);
    more.put(column, value);
    return new Fields(columns, given, more, sampleRows);
  }

  Fields withSampleRows(int rows) {
    return new Fields(columns, given, defaults, rows);
  }
}
