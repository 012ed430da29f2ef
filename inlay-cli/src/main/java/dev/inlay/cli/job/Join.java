package dev.inlay.cli.job;

import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.JoinedSource;
import dev.inlay.data.RowSource;
import dev.inlay.data.SideTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A side table that completes rows by a key.
 *
 * @param files that have the table
 * @param on the rows' column that names a row of the table
 * @param key the table's column for that
 * @param columns those to take; all if empty
 * @param unknown what becomes of rows whose key is not in the table
 * @param defaults with {@link Unknown#DEFAULTS}: by column, what such rows get
 */
public record Join(
    List<String> files,
    String on,
    String key,
    List<String> columns,
    Unknown unknown,
    Map<String, String> defaults) {
  /** What becomes of rows whose key is not in the table. */
  public enum Unknown {
    FAIL,
    DROP,
    DEFAULTS
  }

  public Join {
    files = List.copyOf(files);
    columns = List.copyOf(columns);
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
  }

  /**
   * Rows with this table's columns.
   *
   * @param all whether every row is needed: then none is left out
   */
  RowSource<?> join(RowSource<?> rows, boolean all) {
    RowSource<?> side = Layout.USUAL.rows(files.stream().map(Path::of).toList(), "");
    if (!columns.isEmpty()) {
      List<String> wanted = new ArrayList<>(columns);
      if (!wanted.contains(key)) {
        wanted.add(key);
      }
      side = side.withColumns(wanted);
    }
    for (String name : defaults.keySet()) {
      Collection<String> there = Layout.columns(side);
      if (!there.contains(name)) {
        throw new IllegalArgumentException(
            "\"join\": %s has no column \"%s\"%s, which is given a value; it has %s"
                .formatted(files.getFirst(), name, Nearest.hint(name, there), there));
      }
    }
    return JoinedSource.of(rows, side, on, key).withRule(table -> rule(table, all));
  }

  private SideTable rule(SideTable table, boolean all) {
    return switch (unknown) {
      case FAIL -> table;
      case DROP -> all ? table : table.withoutUnknown();
      case DEFAULTS -> {
        // Of the columns, those are there that are read.
        Map<String, String> here = new LinkedHashMap<>(defaults);
        here.keySet().retainAll(table.columns());
        yield table.withDefaultTexts(here);
      }
    };
  }
}
