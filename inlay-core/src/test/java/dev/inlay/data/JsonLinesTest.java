package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  @TempDir Path folder;

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("rows.jsonl"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void typesAreInferred() {
    var lines =
        JsonLines.of(
            file(
                """
                {"id": 1, "age": 39, "name": "Ä\\n", "paid": true, "tags": ["a", "b"], "user": {"zip": "01"}}
                {"id": -2, "age": null, "name": 7, "paid": false, "tags": [], "user": {"zip": "99"}}

                {"user": null, "tags": "c", "paid": true, "name": "x", "id": 12345678901}
                """));

    assertThat(lines.schema())
        .isEqualTo(
            Schema.of(Map.of("id", DType.INT64, "age", DType.FLOAT32, "name", DType.STRING))
                .with("paid", DType.INT64)
                .withList("tags", DType.STRING)
                .with("user.zip", DType.STRING));
    Batch rows = lines.read();
    assertThat(rows.feature("id")).isEqualTo(Tensor.of(1L, -2L, 12345678901L));
    assertThat(rows.feature("age")).isEqualTo(Tensor.of(39f, Float.NaN, Float.NaN));
    assertThat(rows.feature("name")).isEqualTo(Tensor.of("Ä\n", "7", "x"));
    assertThat(rows.feature("paid")).isEqualTo(Tensor.of(1L, 0L, 1L));
    assertThat(rows.feature("tags"))
        .isEqualTo(Ragged.of(new String[] {"a", "b"}, new String[0], new String[] {"c"}));
    assertThat(rows.feature("user.zip")).isEqualTo(Tensor.of("01", "99", ""));
  }

  @Test
  void typesDefaultsAndColumnsAreChosen() {
    Path rows = file("{\"a\": 1, \"b\": [1, 2.5, null], \"c\": 3}\n{\"b\": [], \"new\": 1}\n");

    Batch batch =
        JsonLines.of(rows)
            .withColumns(List.of("b", "a"))
            .withType("a", DType.INT32)
            .withDefault("a", "-1")
            .read();

    assertThat(batch.features().keySet()).containsExactly("b", "a");
    assertThat(batch.feature("a")).isEqualTo(Tensor.of(1, -1));
    assertThat(batch.feature("b")).isEqualTo(Ragged.of(new float[] {1, 2.5f}, new float[0]));
    assertThat(
            JsonLines.of(file("{\"a\": 1}\n{\"a\": [2, 3]}\n"))
                .withSampleRows(1)
                .withList("a", DType.INT64)
                .read()
                .feature("a"))
        .isEqualTo(new Ragged(Tensor.of(1L, 2L, 3L), new int[] {0, 1, 3}));
  }

  @Test
  void rowsThatCantBeReadAreErrorsWithTheirPlace() {
    assertThatThrownBy(() -> read("{\"a\": 1}\n\n{\"a\": \"x\"}\n", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder.resolve("rows.jsonl")
                + ":3: column \"a\": \"x\" is a text, and the column has numbers; read it as"
                + " STRING, or clean the data");
    assertThatThrownBy(() -> read("{\"a\": 1}\n{\"a\": 1,\n{\"a\": 2}\n", 1))
        .hasMessageContaining("rows.jsonl:2: character ");
    assertThatThrownBy(() -> read("{\"a\": 1}\n[1]\n", 1))
        .hasMessageContaining("rows.jsonl:2: wanted an object");
    assertThatThrownBy(() -> read("{\"a\": 1}{\"a\": 2}\n", 1))
        .hasMessageContaining("rows.jsonl:1: wanted one object a line");
    assertThatThrownBy(() -> read("{\"a\": 1}\n{\"b\": 2}\n", 1))
        .hasMessageContaining("rows.jsonl:2: column \"b\" was not there in the rows that decided");
    assertThatThrownBy(() -> read("{\"a\": 1}\n{}\n", 1))
        .hasMessageContaining("rows.jsonl:2: column \"a\": a whole number is missing");
    assertThatThrownBy(() -> read("{\"a\": 1}\n{\"a\": [1, 2]}\n", 1))
        .hasMessageContaining("rows.jsonl:2: column \"a\": 2 values, wanted one");
    assertThatThrownBy(() -> read("{\"a\": [[1]]}\n", 1))
        .hasMessageContaining("column \"a\": a list has numbers and texts");
    assertThatThrownBy(() -> read("\n", 1)).hasMessageEndingWith("rows.jsonl: no rows");
    assertThatThrownBy(() -> JsonLines.of()).hasMessageContaining("no files");
    assertThatThrownBy(() -> JsonLines.of(file("{\"a\": 1}\n")).withColumns(List.of("b")).read())
        .hasMessageContaining("no column \"b\", which is to read; there are [a]");
  }

  private void read(String text, int sample) {
    JsonLines.of(file(text)).withSampleRows(sample).read();
  }

  @Test
  void badRowsAreLeftOutWhole() {
    List<BadRows.BadRow> bad = new ArrayList<>();
    var lines =
        JsonLines.of(
                file("{\"a\": 1, \"b\": [1]}\n{\"b\": [2, 3], \"a\": \"x\"}\n{]\n{\"a\": 2}\n"))
            .withSampleRows(1)
            .withBadRows(BadRows.collect(bad::add));

    Batch rows = lines.read();

    assertThat(rows.feature("a")).isEqualTo(Tensor.of(1L, 2L));
    assertThat(rows.feature("b")).isEqualTo(new Ragged(Tensor.of(1L), new int[] {0, 1, 1}));
    assertThat(bad).hasSize(2);
    assertThat(bad.getLast().place()).endsWith("rows.jsonl:3");
    assertThat(bad.getLast().row()).isEqualTo("{]");
  }

  @Test
  void packedFilesOfManyBlocks() throws IOException {
    Path packed = folder.resolve("rows.jsonl.gz");
    int count = 40_000;
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      for (int i = 0; i < count; i++) {
        out.write(
            "{\"i\": %d, \"text\": \"t%d\"}\r\n"
                .formatted(i, i % 7)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }

    Batch rows = JsonLines.of(packed).read();

    assertThat(rows.feature("i")).isEqualTo(Tensor.of(numbers));
    assertThat(rows.rows(13, 15).feature("text")).isEqualTo(Tensor.of("t6", "t0"));
  }
}
