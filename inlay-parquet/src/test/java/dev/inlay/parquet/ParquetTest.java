package dev.inlay.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.BadRows;
import dev.inlay.data.Batch;
import dev.inlay.data.DataFiles;
import dev.inlay.data.FileFormat;
import dev.inlay.data.Shards;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyArrow has written: {@code src/test/python/people.py}. */
class ParquetTest {
  private static final Path FOLDER = Path.of("src/test/resources/parquet");

  @TempDir Path temporary;

  private static Path people(String compression) {
    return FOLDER.resolve("people-%s.parquet".formatted(compression));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
  void columnsOfAllKinds(String compression) {
    Batch rows = Parquet.of(people(compression)).read();

    assertThat(rows.features().keySet())
        .containsExactly(
            "id",
            "age",
            "far",
            "height",
            "weight",
            "paid",
            "name",
            "job",
            "cents",
            "born",
            "tags",
            "scores",
            "user.zip",
            "user.n",
            "items.sku",
            "items.count",
            "seen.key",
            "seen.value");
    assertThat(rows.feature("id")).isEqualTo(Tensor.of(1L, 2L, 12345678901L));
    assertThat(rows.feature("age")).isEqualTo(Tensor.of(39f, Float.NaN, 25f));
    assertThat(rows.feature("far")).isEqualTo(Tensor.of("", "16777217", "3"));
    assertThat(rows.feature("height")).isEqualTo(Tensor.of(1.75f, Float.NaN, 2f));
    assertThat(rows.feature("weight")).isEqualTo(Tensor.of(70.5f, 80.25f, Float.NaN));
    assertThat(rows.feature("paid")).isEqualTo(Tensor.of(1L, 0L, 1L));
    assertThat(rows.feature("name")).isEqualTo(Tensor.of("Ada", "", "Märlo"));
    assertThat(rows.feature("job")).isEqualTo(Tensor.of("a", "b", "a"));
    assertThat(rows.feature("cents")).isEqualTo(Tensor.of(1.25f, -3.5f, Float.NaN));
    assertThat(rows.feature("born")).isEqualTo(Tensor.of(10L, -1L, 0L));
    assertThat(rows.feature("tags"))
        .isEqualTo(Ragged.of(new String[] {"x", "y"}, new String[0], new String[0]));
    assertThat(rows.feature("scores"))
        .isEqualTo(new Ragged(Tensor.of(1L, 3L, 4L), new int[] {0, 2, 3, 3}));
    assertThat(rows.feature("user.zip")).isEqualTo(Tensor.of("01", "", "99"));
    assertThat(rows.feature("user.n")).isEqualTo(Tensor.of(1f, Float.NaN, 2f));
    assertThat(rows.feature("items.sku"))
        .isEqualTo(Ragged.of(new String[] {"a", "b"}, new String[0], new String[] {"c"}));
    assertThat(rows.feature("items.count"))
        .isEqualTo(new Ragged(Tensor.of(1L, 2L, 3L), new int[] {0, 2, 2, 3}));
    assertThat(rows.feature("seen.key"))
        .isEqualTo(Ragged.of(new String[] {"u"}, new String[0], new String[] {"v", "w"}));
    assertThat(rows.feature("seen.value"))
        .isEqualTo(Ragged.of(new float[] {1.5f}, new float[0], new float[] {2, 3}));
  }

  @Test
  void columnsTypesAndDefaultsAreChosen() {
    Batch rows =
        Parquet.of(people("none"))
            .withColumns(List.of("scores", "age", "id"))
            .withDefault("age", "-1")
            .withType("id", DType.STRING)
            .withType("scores", DType.FLOAT32)
            .read();

    assertThat(rows.features().keySet()).containsExactly("scores", "age", "id");
    assertThat(rows.feature("age")).isEqualTo(Tensor.of(39L, -1L, 25L));
    assertThat(rows.feature("id")).isEqualTo(Tensor.of("1", "2", "12345678901"));
    assertThat(rows.feature("scores"))
        .isEqualTo(Ragged.of(new float[] {1, 3}, new float[] {4}, new float[0]));
  }

  @Test
  void manyFilesInTurns() {
    var files = DataFiles.matching(FOLDER + "/people-*.parquet");
    var source = Parquet.of(files).withColumns(List.of("job"));

    assertThat(source.read().feature("job"))
        .isEqualTo(Tensor.of("a", "b", "a", "a", "b", "a", "a", "b", "a", "a", "b", "a"));
    assertThat(Shards.of(source).withCycle(2, 1).dataset().take(6).toBatch().feature("job"))
        .isEqualTo(Tensor.of("a", "a", "b", "b", "a", "a"));
  }

  @Test
  void rowsThatDontSuitAreErrorsOrLeftOut() {
    var source =
        Parquet.of(people("none"))
            .withColumns(List.of("scores", "name", "age"))
            .withType("age", DType.INT64);
    assertThatThrownBy(source::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            people("none") + ", row 1: column \"age\": a whole number is missing");

    Batch rows = source.withBadRows(BadRows.skip()).read();
    assertThat(rows.feature("name")).isEqualTo(Tensor.of("Ada", "Märlo"));
    assertThat(rows.feature("scores"))
        .isEqualTo(new Ragged(Tensor.of(1L, 3L), new int[] {0, 2, 2}));
    assertThatThrownBy(
            () ->
                Parquet.of(people("none"))
                    .withColumns(List.of("name"))
                    .withType("name", DType.INT64)
                    .read())
        .hasMessageContaining("row 0: column \"name\": \"Ada\" is a text");
  }

  @Test
  void whatCantBeAColumnIsSaid() throws IOException {
    Path nested = FOLDER.resolve("nested.parquet");
    assertThatThrownBy(() -> Parquet.of(nested).read())
        .hasMessageContaining("column \"nested\" is a list of lists");
    assertThatThrownBy(() -> Parquet.of(nested).withColumns(List.of("photo")).read())
        .hasMessageContaining("column \"photo\"")
        .hasMessageContaining("is neither number nor text");
    assertThat(Parquet.of(nested).withColumns(List.of("id")).read().rows()).isEqualTo(1);
    assertThatThrownBy(() -> Parquet.of(FOLDER.resolve("lz4.parquet")).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compressed by LZ4_RAW; write it with snappy, zstd or gzip");
    assertThatThrownBy(() -> Parquet.of(nested, people("none")).read())
        .hasMessageContaining("people-none.parquet: columns [");
    assertThatThrownBy(() -> Parquet.of(FOLDER.resolve("none.parquet")).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.parquet: no such file");
    Path text = Files.writeString(temporary.resolve("text.parquet"), "a,b\n1,2\n".repeat(10));
    assertThatThrownBy(() -> Parquet.of(text).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text.parquet is no Parquet file, or damaged: it is");
    assertThatThrownBy(() -> Parquet.of()).hasMessageContaining("no files");
  }

  @Test
  void theFormatIsFoundByItsName() {
    var formats = ServiceLoader.load(FileFormat.class).stream().map(ServiceLoader.Provider::get);

    assertThat(formats)
        .singleElement()
        .satisfies(
            format -> {
              assertThat(format.suffixes()).containsExactly(".parquet");
              assertThat(format.open(List.of(people("zstd"))).read().rows()).isEqualTo(3);
            });
  }
}
