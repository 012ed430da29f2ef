package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedSourceTest {
  @TempDir Path folder;

  private JoinedSource joined;
  private Path ratings;

  @BeforeEach
  void files() throws IOException {
    ratings = Files.writeString(folder.resolve("ratings.csv"), "user,movie,stars\n1,7,5\n2,3,\n");
    Path movies =
        Files.writeString(
            folder.resolve("movies.jsonl"),
            "{\"id\": 3, \"genres\": [\"Drama\"]}\n{\"id\": 7, \"genres\": [], \"year\": 1995}\n");
    joined = JoinedSource.of(Csv.of(ratings), JsonLines.of(movies), "movie", "id");
  }

  @Test
  void columnsOfBoth() {
    assertThat(joined.schema())
        .isEqualTo(
            Schema.of(Map.of("user", DType.INT64, "movie", DType.INT64, "stars", DType.FLOAT32))
                .withList("genres", DType.STRING)
                .with("year", DType.FLOAT32));
    Batch rows = joined.read();
    assertThat(rows.features().keySet())
        .containsExactly("user", "movie", "stars", "genres", "year");
    assertThat(rows.feature("genres")).isEqualTo(Ragged.of(new String[0], new String[] {"Drama"}));
    assertThat(rows.feature("year")).isEqualTo(Tensor.of(1995f, Float.NaN));
  }

  @Test
  void choicesReachTheSideThatHasTheColumn() {
    Batch rows =
        joined
            .withColumns(List.of("year", "stars"))
            .withType("year", DType.INT64)
            .withDefault("year", "-1")
            .withType("stars", DType.STRING)
            .read();

    assertThat(rows.features().keySet()).containsExactly("year", "stars");
    assertThat(rows.feature("year")).isEqualTo(Tensor.of(1995L, -1L));
    assertThat(rows.feature("stars")).isEqualTo(Tensor.of("5", ""));
    assertThatThrownBy(() -> joined.withColumns(List.of("title")).read())
        .hasMessageContaining("no column \"title\", which is to read");
  }

  @Test
  void bothSidesHaveTheColumnThatJoinsThem() {
    assertThatThrownBy(() -> JoinedSource.of(joined.rows(), joined.side(), "film", "id").read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the rows can't be joined by \"film\", for no column is named so; there are [user,"
                + " movie, stars]");
    assertThatThrownBy(() -> JoinedSource.of(joined.rows(), joined.side(), "movie", "film").read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the side table can't be joined by \"film\"");
  }

  @Test
  void anUnknownKeyHasItsFileAndRow() throws IOException {
    Files.writeString(ratings, "user,movie,stars\n1,7,5\n2,8,1\n");

    assertThatThrownBy(joined::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(ratings + ", row 1: movie = 8 is not in the side table");
    assertThat(joined.withRule(SideTable::withoutUnknown).read().rows()).isEqualTo(1);
    assertThat(
            joined.withRule(table -> table.withDefaults(Map.of("year", 0))).read().feature("year"))
        .isEqualTo(Tensor.of(1995f, 0f));
  }

  @Test
  void namesOfBothAreErrors() throws IOException {
    Files.writeString(ratings, "year,movie\n1,7\n");
    assertThatThrownBy(joined::read)
        .hasMessageContaining("both the rows and the side table have a column \"year\"");
  }
}
