package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Garbage;
import dev.inlay.Seeds;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvParserTest {
  private static final Schema SCHEMA =
      Schema.of(Map.of("n", DType.INT64)).with("x", DType.FLOAT32).with("t", DType.STRING);

  private static CsvParser parser() {
    return new CsvParser(CsvFormat.of(), List.of("n", "x", "t"), SCHEMA, Map.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 6_000})
  void cellsAreNotAllocated(int different) {
    int rows = 20_000;
    var lines = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      // More digits than a float has, a number of 64 bits, a text.
      lines.append(
          "%d, 0.1234567%d, Adm-clerical %d\n"
              .formatted(Long.MAX_VALUE - row, row, row % different));
    }
    byte[] text = lines.toString().getBytes(UTF_8);
    var block = new Blocks.Block(text, 0, text.length);
    var parser = parser();
    for (int i = 0; i < 20; i++) {
      parser.parse(block, true);
    }

    var batch = new AtomicReference<Batch>();
    Runnable parsing = () -> batch.set(Objects.requireNonNull(parser.parse(block, true).rows()));
    long bytes = Garbage.of(parsing);

    assertThat(batch).hasValueMatching(read -> read.rows() == rows);
    // The columns themselves: 8, 4 and at most 8 bytes a cell. A text of its own has 40 and more;
    // only a few of many push each other out.
    assertThat(bytes).isLessThan(rows * 20L + 10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void blocksEndWhereRecordsDo(String lineBreak) throws IOException {
    int rows = 60_000;
    var text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(row).append(",1,");
      // Blocks of the middle have quotes and line breaks within them, the others don't.
      boolean quoted = row > 20_000 && row < 40_000;
      text.append(quoted ? "\"a\"\"" + lineBreak + ",\"" : "plain").append(lineBreak);
    }
    var ends = new CsvTokens(CsvFormat.of());
    var parser = parser();
    List<Batch> batches = new ArrayList<>();
    int breaks = 0;
    try (var blocks = new Blocks(new ByteArrayInputStream(text.toString().getBytes(UTF_8)), ends)) {
      for (var block = blocks.next(); block != null; block = blocks.next()) {
        var parsed = parser.parse(block, true);
        assertThat(parsed.flaws()).isEmpty();
        batches.add(Objects.requireNonNull(parsed.rows()));
        breaks += parsed.breaks();
      }
    }

    assertThat(batches).hasSizeGreaterThan(3);
    Batch all = Batch.concat(batches);
    assertThat(all.rows()).isEqualTo(rows);
    assertThat(all.rows(rows - 2, rows).feature("n")).isEqualTo(Tensor.of(rows - 2L, rows - 1L));
    assertThat(all.rows(30_000, 30_001).feature("t")).isEqualTo(Tensor.of("a\"" + lineBreak + ","));
    assertThat(breaks).isEqualTo(rows + 19_999);
  }

  /** Cells that end anywhere among the 64 bytes that are looked at together. */
  @Seeds(100)
  void cellsOfAnyLengthComeBack(long seed) {
    var random = new Random(seed);
    String lineBreak = List.of("\n", "\r\n", "\r").get((int) (seed % 3));
    String chars = seed % 2 == 0 ? "ab-./é語😀," : "ab-./é語😀,\"\n\r ";
    int[] points = chars.codePoints().toArray();
    List<String> cells = new ArrayList<>();
    var text = new StringBuilder();
    int rows = 1 + random.nextInt(40);
    for (int cell = 0; cell < 3 * rows; cell++) {
      var content = new StringBuilder("x");
      int length = random.nextInt(random.nextInt(4) == 0 ? 150 : 12);
      for (int i = 0; i < length; i++) {
        content.appendCodePoint(points[random.nextInt(points.length)]);
      }
      String written = content.append("y").toString();
      cells.add(written);
      boolean quoted = written.matches("(?s).*[,\"\n\r].*") || random.nextInt(10) == 0;
      text.append(" ".repeat(random.nextInt(3)))
          .append(quoted ? '"' + written.replace("\"", "\"\"") + '"' : written)
          .append(" ".repeat(random.nextInt(3)))
          .append(cell % 3 < 2 ? "," : cell < 3 * rows - 1 ? lineBreak : "");
    }
    List<String> header = List.of("a", "b", "c");
    Schema schema = Schema.of(Map.of("a", DType.STRING, "b", DType.STRING, "c", DType.STRING));
    var parser = new CsvParser(CsvFormat.of(), header, schema, Map.of());
    byte[] bytes = ("abc" + text + "\n,,,").getBytes(UTF_8);

    var parsed = parser.parse(new Blocks.Block(bytes, 3, bytes.length - 4), true);

    assertThat(parsed.flaws()).isEmpty();
    Batch batch = Objects.requireNonNull(parsed.rows());
    for (int column = 0; column < 3; column++) {
      int first = column;
      assertThat(batch.feature(header.get(column)))
          .isEqualTo(
              Tensor.of(
                  IntStream.range(0, rows)
                      .mapToObj(row -> cells.get(3 * row + first))
                      .toArray(String[]::new)));
    }
  }
}
