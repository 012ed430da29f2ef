package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideTableTest {
  private static final SideTable MOVIES = SideTable.of(movies(), "id");

  private static Batch movies() {
    var columns = new LinkedHashMap<String, Value>();
    columns.put("id", Tensor.of(7L, 3L));
    columns.put("year", Tensor.of(1995f, 2001f));
    columns.put("title", Tensor.of("Heat", "Amélie"));
    columns.put("genres", Ragged.of(new String[] {"Crime", "Drama"}, new String[] {"Comedy"}));
    return Batch.of(columns);
  }

  private static Dataset ratings(int... movies) {
    float[] stars = new float[movies.length];
    return Dataset.of(
        Map.of("movie_id", Tensor.of(movies), "user", Tensor.of(movies)), Tensor.of(stars));
  }

  @Test
  void rowsGetTheColumnsOfTheirKey() {
    Batch joined = ratings(3, 7, 3).join(MOVIES, "movie_id").toBatch();

    assertThat(joined.features().keySet())
        .containsExactly("movie_id", "user", "year", "title", "genres");
    assertThat(joined.feature("year")).isEqualTo(Tensor.of(2001f, 1995f, 2001f));
    assertThat(joined.feature("genres"))
        .isEqualTo(
            Ragged.of(
                new String[] {"Comedy"}, new String[] {"Crime", "Drama"}, new String[] {"Comedy"}));
    assertThat(joined.labels()).containsKey(Batch.LABEL);
  }

  @Test
  void batchesAndRowsAlike() {
    Dataset rows = ratings(3, 7, 3, 7, 7);

    assertThat(rows.batch(2).join(MOVIES, "movie_id").unbatch().toBatch())
        .isEqualTo(rows.join(MOVIES, "movie_id").toBatch());
    assertThat(rows.join(MOVIES, "movie_id").cardinality()).hasValue(5);
  }

  @Test
  void anUnknownKeyIsAnErrorWithItsPlace() {
    assertThatThrownBy(() -> ratings(3, 7, 5).batch(2).join(MOVIES, "movie_id").unbatch().toBatch())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("row 2: movie_id = 5 is not in the side table; add it there");
  }

  @Test
  void rowsWithUnknownKeysMayBeLeftOut() {
    Dataset joined = ratings(5, 7, 6, 3).join(MOVIES.withoutUnknown(), "movie_id");

    assertThat(joined.toBatch().feature("title")).isEqualTo(Tensor.of("Heat", "Amélie"));
    assertThat(joined.cardinality()).isEmpty();
    assertThat(joined.batch(1).iterator().next().feature("user")).isEqualTo(Tensor.of(7));
  }

  @Test
  void rowsWithUnknownKeysMayGetDefaults() {
    Batch joined =
        ratings(5, 7).join(MOVIES.withDefaults(Map.of("title", "?")), "movie_id").toBatch();

    assertThat(joined.feature("title")).isEqualTo(Tensor.of("?", "Heat"));
    assertThat(((FloatTensor) joined.feature("year")).data()).containsExactly(Float.NaN, 1995f);
    assertThat(joined.feature("genres"))
        .isEqualTo(Ragged.of(new String[0], new String[] {"Crime", "Drama"}));
    assertThatThrownBy(() -> MOVIES.withDefaults(Map.of("year", "x")))
        .hasMessageContaining("\"x\" of column \"year\" is no number");
    assertThatThrownBy(() -> MOVIES.withDefaults(Map.of("genres", "x")))
        .hasMessageContaining("takes no default");
  }

  @Test
  void namesAndKeysAreChecked() {
    Dataset named = ratings(3).map(batch -> batch.withFeature("title", Tensor.of("x")));
    assertThatThrownBy(() -> named.join(MOVIES, "movie_id").toBatch())
        .hasMessageContaining("both the data and the side table have a column \"title\"");
    Dataset texts = Dataset.of(Map.of("movie_id", Tensor.of("3")));
    assertThatThrownBy(() -> texts.join(MOVIES, "movie_id").toBatch())
        .hasMessage(
            "column \"movie_id\" is STRING, but the side table's key \"id\" is INT64; read both as"
                + " the same");
    Dataset floats = Dataset.of(Map.of("movie_id", Tensor.of(3f)));
    assertThatThrownBy(() -> floats.join(MOVIES, "movie_id").toBatch())
        .hasMessageContaining("\"movie_id\" can't be a key");
    Batch twice = Batch.of(Map.of("id", Tensor.of("a", "b", "a")));
    assertThatThrownBy(() -> SideTable.of(twice, "id"))
        .hasMessageContaining("has the key id = \"a\" twice, in rows 0 and 2");
    assertThatThrownBy(() -> SideTable.of(Batch.of(Map.of("id", Tensor.of("a", ""))), "id"))
        .hasMessageContaining("row 1 has no key");
    assertThatThrownBy(() -> ratings(3).join(MOVIES, "film").toBatch())
        .hasMessageContaining("no feature \"film\"");
  }
}
