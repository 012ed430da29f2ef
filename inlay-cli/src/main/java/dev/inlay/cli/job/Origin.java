package dev.inlay.cli.job;

import dev.inlay.data.Query;
import dev.inlay.data.RowSource;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Where rows are. */
public sealed interface Origin {
  /** All rows and columns. */
  RowSource<?> rows(Layout layout);

  /** What to call it in messages. */
  String name();

  /**
   * Files of one kind, read one after the other.
   *
   * @param format the kind; empty if their names tell it
   */
  record Files(List<Path> files, String format) implements Origin {
    public Files {
      files = List.copyOf(files);
    }

    @Override
    public RowSource<?> rows(Layout layout) {
      return layout.rows(files, format);
    }

    @Override
    public String name() {
      return files.getFirst().toString();
    }
  }

  /**
   * A query.
   *
   * @param url of the database, for a JDBC driver
   */
  record Sql(String url, String sql) implements Origin {
    @Override
    public RowSource<?> rows(Layout layout) {
      try {
        DriverManager.getDriver(url);
      } catch (SQLException e) {
        throw new IllegalArgumentException(
            "no JDBC driver takes the address \"%s\"; check it, and name the driver's jar in the environment's INLAY_CLASSPATH"
                .formatted(url),
            e);
      }
      return layout.joined(Query.of(url, sql), false);
    }

    @Override
    public String name() {
      return "the query";
    }
  }
}
