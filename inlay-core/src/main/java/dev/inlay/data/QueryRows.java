package dev.inlay.data;

import dev.inlay.data.BadRows.BadRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link Query} that is running. */
final class QueryRows implements AutoCloseable {
  private static final int CHUNK_ROWS = 4096;

  private final Query query;
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet results;
  private final List<String> labels = new ArrayList<>();
  private final boolean[] binary;
  private long row;

  /**
   * @param limit how many rows at most; 0 for all
   */
  QueryRows(Query query, int limit) {
    this.query = query;
    Connection opened = null;
    try {
      opened = query.connections().open();
      // Within a transaction, drivers fetch some rows at a time; without, some fetch all at once.
      opened.setAutoCommit(false);
      connection = opened;
      statement =
          connection.prepareStatement(
              query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      statement.setFetchSize(query.fetchRows());
      statement.setMaxRows(limit);
      results = statement.executeQuery();
      ResultSetMetaData columns = results.getMetaData();
      binary = new boolean[columns.getColumnCount() + 1];
      for (int i = 1; i < binary.length; i++) {
        labels.add(columns.getColumnLabel(i));
        binary[i] = isBinary(columns.getColumnType(i));
      }
      CsvFile.checkNames(query.name(), labels);
    } catch (SQLException | RuntimeException e) {
      if (opened != null) {
        end(opened);
      }
      throw e instanceof SQLException refused ? refused(refused) : (RuntimeException) e;
    }
  }

  private static boolean isBinary(int type) {
    return switch (type) {
      case Types.BINARY,
          Types.VARBINARY,
          Types.LONGVARBINARY,
          Types.BLOB,
          Types.ARRAY,
          Types.STRUCT ->
          true;
      default -> false;
    };
  }

  private IllegalArgumentException refused(SQLException e) {
    return new IllegalArgumentException(
        "%s, after row %,d: %s".formatted(query.name(), row, e.getMessage()), e);
  }

  Schema infer() {
    Fields fields = query.fields();
    Map<String, TypeGuess> guesses = new LinkedHashMap<>();
    fields.chosen(query.name(), labels).forEach(name -> guesses.put(name, new TypeGuess()));
    while (advance()) {
      read(guesses);
    }
    if (row == 0) {
      throw new IllegalArgumentException(query.name() + ": no rows");
    }
    return fields.schema(guesses);
  }

  private boolean advance() {
    try {
      boolean more = results.next();
      row += more ? 1 : 0;
      return more;
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private void read(Map<String, ? extends CellSink> columns) {
    for (int i = 1; i < binary.length; i++) {
      CellSink column = columns.get(labels.get(i - 1));
      if (column != null) {
        read(i, column);
      }
    }
  }

  private void read(int i, CellSink column) {
    String label = labels.get(i - 1);
    try {
      switch (results.getObject(i)) {
        case null -> column.addMissing();
        case Boolean truth -> column.add(truth.booleanValue());
        case BigDecimal number when number.scale() > 0 -> column.add(number.doubleValue());
        case BigDecimal number -> column.add(number.longValueExact());
        case BigInteger number -> column.add(number.longValueExact());
        case Float number -> column.add(number.doubleValue());
        case Double number -> column.add(number.doubleValue());
        case Number number -> column.add(number.longValue());
        case byte[] _ -> throw noText(label);
        case Object _ when binary[i] -> throw noText(label);
        case Object _ -> column.addText(results.getString(i));
      }
    } catch (ArithmeticException e) {
      throw new BadCell(
          "column \"%s\": a whole number of more than 64 bits; cast it in the query"
              .formatted(label));
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static BadCell noText(String label) {
    return new BadCell(
        "column \"%s\" is neither text nor number; leave it out, or cast it in the query"
            .formatted(label));
  }

  /** All rows, in chunks; closes itself at the end. */
  Iterator<Batch> batches(Schema schema) {
    return new Chunks(new Batches(schema));
  }

  private final class Batches implements Chunks.Source {
    private final BatchBuilder builder;
    private final Map<String, BatchBuilder.Column> columns = new LinkedHashMap<>();
    private boolean ended;

    Batches(Schema schema) {
      builder = BatchBuilder.of(schema, query.fields());
      for (String label : labels) {
        BatchBuilder.Column column = builder.column(label);
        if (column != null) {
          columns.put(label, column);
        }
      }
    }

    @Override
    public @Nullable Batch next() {
      // A result that has ended is not asked again: drivers may begin it anew.
      while (!ended && builder.rows() < CHUNK_ROWS) {
        if (!advance()) {
          ended = true;
          break;
        }
        try {
          read(columns);
          builder.endRow();
        } catch (BadCell e) {
          builder.dropRow();
          query
              .badRows()
              .add(
                  new BadRow(
                      "%s, row %,d".formatted(query.name(), row),
                      String.valueOf(e.getMessage()),
                      ""));
        }
      }
      return builder.take();
    }

    @Override
    public void close() {
      QueryRows.this.close();
    }
  }

  @Override
  public void close() {
    end(connection);
  }

  /** Ends the transaction, which read only, and with it all that is open in it. */
  private static void end(Connection connection) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException("closing the connection failed: " + e.getMessage(), e);
    }
  }
}
