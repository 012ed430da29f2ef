package dev.inlay.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Rows that are completed with those of a side table by a key, as one source: types, defaults and
 * columns are asked of it as of any other, and reach the side that has the column. The side table
 * is read whole when reading begins.
 *
 * @param rows the rows
 * @param side the side table
 * @param column of the rows, which names a row of the side table
 * @param key the side table's column for that
 * @param rule for rows whose key is not in the side table: {@code SideTable::withoutUnknown}
 * @param fields which columns are read, and as what
 */
public record JoinedSource(
    RowSource<?> rows,
    RowSource<?> side,
    String column,
    String key,
    UnaryOperator<SideTable> rule,
    Fields fields)
    implements RowSource<JoinedSource> {
  /** All columns of both; a row whose key is not in the side table is an error. */
  public static JoinedSource of(RowSource<?> rows, RowSource<?> side, String column, String key) {
    return new JoinedSource(rows, side, column, key, UnaryOperator.identity(), Fields.ALL);
  }

  /** With another rule for rows whose key is not in the side table. */
  public JoinedSource withRule(UnaryOperator<SideTable> rule) {
    return new JoinedSource(rows, side, column, key, rule, fields);
  }

  @Override
  public JoinedSource withFields(Fields fields) {
    return new JoinedSource(rows, side, column, key, rule, fields);
  }

  @Override
  public JoinedSource withBadRows(BadRows badRows) {
    return new JoinedSource(rows.withBadRows(badRows), side, column, key, rule, fields);
  }

  @Override
  public BadRows badRows() {
    return rows.badRows();
  }

  /** What is known of both before anybody chooses. */
  private record Sides(Schema rows, Schema side) {
    boolean isOfSide(String name) {
      return side.types().containsKey(name) && !rows.types().containsKey(name);
    }
  }

  private Sides sides() {
    Schema here = rows.withSampleRows(fields.sampleRows()).schema();
    Schema there = side.withSampleRows(fields.sampleRows()).schema();
    checkJoin("the rows", here, column);
    checkJoin("the side table", there, key);
    return new Sides(here, there);
  }

  private static void checkJoin(String what, Schema schema, String by) {
    if (!schema.types().containsKey(by)) {
      throw new IllegalArgumentException(
          "%s can't be joined by \"%s\", for no column is named so; there are %s"
              .formatted(what, by, schema.types().keySet()));
    }
  }

  @Override
  public Schema schema() {
    Sides sides = sides();
    Schema here = source(rows, sides, false, List.of()).schema();
    Schema there = source(side, sides, true, List.of()).schema();
    List<String> chosen = fields.chosen("the joined rows", names(sides));
    Schema schema = Schema.of(Map.of());
    for (String name : chosen) {
      Schema from = sides.isOfSide(name) ? there : here;
      schema =
          from.isList(name)
              ? schema.withList(name, from.type(name))
              : schema.with(name, from.type(name));
    }
    return schema;
  }

  private List<String> names(Sides sides) {
    for (String name : sides.side.types().keySet()) {
      if (!name.equals(key) && sides.rows.types().containsKey(name)) {
        throw new IllegalArgumentException(
            "both the rows and the side table have a column \"%s\"; leave it out of one, or rename it"
                .formatted(name));
      }
    }
    List<String> names = new ArrayList<>(sides.rows.types().keySet());
    for (String name : sides.side.types().keySet()) {
      if (!name.equals(key)) {
        names.add(name);
      }
    }
    return names;
  }

  /** One of the two, with what is asked of its columns. */
  private RowSource<?> source(
      RowSource<?> one, Sides sides, boolean ofSide, Collection<String> wanted) {
    RowSource<?> source = one.withSampleRows(fields.sampleRows());
    Schema given = fields.given();
    for (String name : given.types().keySet()) {
      if (sides.isOfSide(name) == ofSide) {
        source =
            given.isList(name)
                ? source.withList(name, given.type(name))
                : source.withType(name, given.type(name));
      }
    }
    for (var cell : fields.defaults().entrySet()) {
      if (sides.isOfSide(cell.getKey()) == ofSide) {
        source = source.withDefault(cell.getKey(), cell.getValue());
      }
    }
    return wanted.isEmpty() ? source : source.withColumns(List.copyOf(wanted));
  }

  @Override
  public List<Part> parts(Schema schema) {
    Sides sides = sides();
    List<String> here = new ArrayList<>(List.of(column));
    List<String> there = new ArrayList<>(List.of(key));
    for (String name : schema.types().keySet()) {
      if (sides.isOfSide(name)) {
        there.add(name);
      } else if (!name.equals(column)) {
        here.add(name);
      }
    }
    RowSource<?> main = source(rows, sides, false, here);
    // Keys of both are read as one type, which the side table has.
    RowSource<?> table = source(side, sides, true, there);
    Schema tableSchema = table.schema();
    SideTable joined = rule.apply(SideTable.of(table.read(), key));
    RowSource<?> keyed = main.withType(column, tableSchema.type(key));
    List<String> order = List.copyOf(schema.types().keySet());
    return keyed.parts().stream()
        .map(part -> new Part(part.name(), () -> new Walk(part, joined, order)))
        .toList();
  }

  /** The rows of a part, joined. */
  private final class Walk implements Iterator<Batch>, AutoCloseable {
    private final Part part;
    private final Iterator<Batch> batches;
    private final SideTable table;
    private final List<String> order;
    private long row;

    Walk(Part part, SideTable table, List<String> order) {
      this.part = part;
      this.batches = part.rows().get();
      this.table = table;
      this.order = order;
    }

    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Batch next() {
      Batch batch = batches.next();
      try {
        Batch joined = table.join(batch, column, row);
        row += batch.rows();
        return joined.select(order);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s, %s".formatted(part.name(), e.getMessage()), e);
      }
    }

    @Override
    public void close() {
      if (batches instanceof AutoCloseable closeable) {
        Closing.close(closeable);
      }
    }
  }
}
