package dev.inlay.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Rows of a database, by any JDBC driver: {@code Query.of(dataSource, "select age, income from
 * people")}. The query runs once for each walk, and a first time for as many rows as decide about
 * types; give it an {@code order by} where walks have to be alike. Rows are fetched some at a time,
 * so that a result may be larger than memory.
 *
 * <p>Columns are named by their labels. Whole numbers, numbers and truth values are what they are;
 * all else (texts, dates, times) is text as the driver writes it.
 *
 * @param connections opens connections, which are closed at the end of each walk
 * @param sql the query
 * @param fields which columns are read, and as what
 * @param badRows what becomes of rows whose values don't suit
 * @param fetchRows how many rows the driver is asked to fetch at a time
 */
public record Query(
    Connections connections, String sql, Fields fields, BadRows badRows, int fetchRows)
    implements RowSource<Query> {
  /** Opens connections. */
  @FunctionalInterface
  public interface Connections {
    Connection open() throws SQLException;
  }

  /**
   * @throws IllegalArgumentException if no row is to be fetched at a time, or lists are wanted
   */
  public Query {
    if (fetchRows < 1) {
      throw new IllegalArgumentException(
          "%d rows to fetch at a time; give 1 or more".formatted(fetchRows));
    }
    if (!fields.given().lists().isEmpty()) {
      throw new IllegalArgumentException(
          "columns %s: a query has one value a row and column, no lists"
              .formatted(fields.given().lists()));
    }
  }

  /** A query over connections as one opens them oneself. */
  public static Query of(Connections connections, String sql) {
    return new Query(connections, sql, Fields.ALL, BadRows.fail(), 1000);
  }

  /** A query over the connections of a pool. */
  public static Query of(DataSource source, String sql) {
    return of(source::getConnection, sql);
  }

  /** A query over the database that a JDBC address names; its driver is on the class path. */
  public static Query of(String url, String sql) {
    return of(() -> DriverManager.getConnection(url), sql);
  }

  public Query withFetchRows(int rows) {
    return new Query(connections, sql, fields, badRows, rows);
  }

  @Override
  public Query withFields(Fields fields) {
    return new Query(connections, sql, fields, badRows, fetchRows);
  }

  @Override
  public Query withBadRows(BadRows badRows) {
    return new Query(connections, sql, fields, badRows, fetchRows);
  }

  /**
   * @throws IllegalArgumentException if the database refuses the query, it has no rows, or a column
   *     is named that it doesn't have
   */
  @Override
  public Schema schema() {
    try (QueryRows rows = new QueryRows(this, fields.sampleRows())) {
      return rows.infer();
    }
  }

  @Override
  public List<Part> parts(Schema schema) {
    return List.of(new Part(name(), () -> new QueryRows(this, 0).batches(schema)));
  }

  /** The beginning of the query, for messages. */
  String name() {
    String line = sql.strip().replaceAll("\\s+", " ");
    return "query \"%s\"".formatted(line.length() > 60 ? line.substring(0, 60) + "…" : line);
  }
}
