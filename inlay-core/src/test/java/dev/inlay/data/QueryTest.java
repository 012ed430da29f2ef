package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.LongTensor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
  @TempDir Path folder;

  private String url;

  @BeforeEach
  void database() throws SQLException {
    url = "jdbc:sqlite:" + folder.resolve("people.db");
    run(
        "create table people (id integer, name text, height real, kids integer, photo blob, at"
            + " date)",
        "insert into people values (1, 'Ada', 1.7, 3, x'00', '1815-12-10')",
        "insert into people values (2, null, null, null, x'01', '2000-01-01')",
        "insert into people values (12345678901, 'Märlo', 2, 0, null, null)");
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void columnsHaveTheTypesOfTheirValues() {
    Query query = Query.of(url, "select id, name, height, kids as n, at from people order by id");

    assertThat(query.schema())
        .isEqualTo(
            Schema.of(Map.of("id", DType.INT64, "name", DType.STRING, "height", DType.FLOAT32))
                .with("n", DType.FLOAT32)
                .with("at", DType.STRING));
    Batch rows = query.read();
    assertThat(rows.features().keySet()).containsExactly("id", "name", "height", "n", "at");
    assertThat(rows.feature("id")).isEqualTo(Tensor.of(1L, 2L, 12345678901L));
    assertThat(rows.feature("name")).isEqualTo(Tensor.of("Ada", "", "Märlo"));
    assertThat(rows.feature("height")).isEqualTo(Tensor.of(1.7f, Float.NaN, 2f));
    assertThat(rows.feature("n")).isEqualTo(Tensor.of(3f, Float.NaN, 0f));
    assertThat(rows.feature("at")).isEqualTo(Tensor.of("1815-12-10", "2000-01-01", ""));
  }

  @Test
  void columnsTypesAndDefaultsAreChosen() {
    Batch rows =
        Query.of(() -> DriverManager.getConnection(url), "select * from people order by id desc")
            .withColumns(List.of("kids", "id"))
            .withType("id", DType.STRING)
            .withDefault("kids", "-1")
            .read();

    assertThat(rows.feature("kids")).isEqualTo(Tensor.of(0L, -1L, 3L));
    assertThat(rows.feature("id")).isEqualTo(Tensor.of("12345678901", "2", "1"));
  }

  @Test
  void resultsAreStreamedAnewInEachWalkAndConnectionsClosed() throws SQLException {
    run(
        "create table many as with recursive c(i) as (select 0 union all select i + 1 from c where"
            + " i < 19999) select i from c");
    List<Connection> opened = new ArrayList<>();
    Dataset rows =
        Query.of(
                () -> {
                  Connection connection = DriverManager.getConnection(url);
                  opened.add(connection);
                  return connection;
                },
                "select i from many order by i")
            .withFetchRows(100)
            .dataset();

    for (int walk = 0; walk < 2; walk++) {
      long[] numbers = ((LongTensor) rows.toBatch().feature("i")).data();
      assertThat(numbers).isEqualTo(LongStream.range(0, 20_000).toArray());
    }
    try (var left = rows.batch(10).iterator()) {
      left.next();
    }
    run("insert into many values (-5)");
    assertThat(rows.take(1).toBatch().feature("i")).isEqualTo(Tensor.of(-5L));
    assertThat(opened).hasSize(5);
    assertThat(opened.subList(0, 3)).allMatch(QueryTest::isClosed);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowsThatDontSuitAreErrorsOrLeftOut() {
    Query query = Query.of(url, "select name, kids from people order by id").withSampleRows(1);
    assertThatThrownBy(query::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "query \"select name, kids from people order by id\", row 2: column \"kids\": a whole"
                + " number is missing");
    assertThat(query.withBadRows(BadRows.skip()).read().feature("name"))
        .isEqualTo(Tensor.of("Ada", "Märlo"));
    assertThatThrownBy(() -> Query.of(url, "select photo from people").read())
        .hasMessageContaining("column \"photo\" is neither text nor number");
    assertThatThrownBy(
            () -> Query.of(url, "select name from people").withType("name", DType.INT64).read())
        .hasMessageContaining("row 1: column \"name\": \"Ada\" is a text");
  }

  @Test
  void whatTheDatabaseRefusesIsSaid() {
    assertThatThrownBy(() -> Query.of(url, "select x from nowhere").read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("query \"select x from nowhere\"")
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> Query.of(url, "select * from people where id = 0").read())
        .hasMessageContaining("no rows");
    assertThatThrownBy(() -> Query.of(url, "select id, id from people").read())
        .hasMessageContaining("two columns have the name \"id\"");
    assertThatThrownBy(() -> Query.of("jdbc:nothing:x", "select 1").read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:nothing:x");
    assertThatThrownBy(() -> Query.of(url, "select 1").withFetchRows(0))
        .hasMessageContaining("1 or more");
  }
}
