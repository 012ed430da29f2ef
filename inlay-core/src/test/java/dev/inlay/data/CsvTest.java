package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  @TempDir Path folder;

  private Path file(String text) {
    return file("rows.csv", text);
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void typesAreInferred() {
    Path rows =
        file(
            """
            id,age,Phase of flight,score,gap,big
            1, 39 , Climb,0.5,7,12345678901
            2,,"Approach, final",?,,
            -3,50,NA,1e3,8,1
            """);

    assertThat(Csv.of(rows).schema().types())
        .containsExactly(
            Map.entry("id", DType.INT64),
            Map.entry("age", DType.FLOAT32),
            Map.entry("Phase of flight", DType.STRING),
            Map.entry("score", DType.FLOAT32),
            Map.entry("gap", DType.FLOAT32),
            Map.entry("big", DType.STRING));
    Batch batch = Csv.of(rows).read();
    assertThat(batch.features().keySet())
        .containsExactly("id", "age", "Phase of flight", "score", "gap", "big");
    assertThat(batch.feature("id")).isEqualTo(Tensor.of(1L, 2L, -3L));
    assertThat(batch.feature("age")).isEqualTo(Tensor.of(39f, Float.NaN, 50f));
    assertThat(batch.feature("Phase of flight"))
        .isEqualTo(Tensor.of("Climb", "Approach, final", ""));
    assertThat(batch.feature("score")).isEqualTo(Tensor.of(0.5f, Float.NaN, 1000f));
  }

  @Test
  void quotesHoldSeparatorsBreaksAndQuotes() {
    Path rows = file("a,b\r\n\"x\r\ny\",\" \"\"z\"\" \"\r\n , \"q,r\" \r\n");

    Batch batch = Csv.of(rows).read();

    assertThat(batch.feature("a")).isEqualTo(Tensor.of("x\r\ny", ""));
    assertThat(batch.feature("b")).isEqualTo(Tensor.of(" \"z\" ", "q,r"));
  }

  @Test
  void byteOrderMarksAndOtherEncodings() throws IOException {
    var wanted = Batch.of(Map.of("ä", Tensor.of("ö")));

    assertThat(Csv.of(file("\uFEFFä\nö\n")).read()).isEqualTo(wanted);
    Path utf16 = folder.resolve("utf16.csv");
    Files.write(utf16, "\uFEFFä\nö\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(Csv.of(utf16).read()).isEqualTo(wanted);
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "ä\nö\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(
            Csv.of(latin)
                .withFormat(CsvFormat.of().withCharset(StandardCharsets.ISO_8859_1))
                .read())
        .isEqualTo(wanted);
    assertThatThrownBy(() -> Csv.of(latin).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latin.csv:1: ")
        .hasMessageContaining("not in the encoding");
  }

  @Test
  void packedFiles() throws IOException {
    Path packed = folder.resolve("rows.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(Csv.of(packed).read())
        .isEqualTo(Batch.of(Map.of("a", Tensor.of(1L), "b", Tensor.of("x"))));
    Path broken = file("broken.csv.gz", "a,b\n");
    assertThatThrownBy(() -> Csv.of(broken).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.csv.gz is not packed by gzip, as its name says");
    byte[] whole = Files.readAllBytes(packed);
    Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length - 12));
    assertThatThrownBy(() -> Csv.of(cut).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut.csv.gz:")
        .hasMessageContaining("damaged or cut short behind this line");
  }

  @Test
  void headerGivenLinesSkippedCommentsAndSeparators() {
    Path rows = file("|1x3 Cross validator\n25; Private; <=50K.\n# note\n38; ?; >50K.\n");
    var csv =
        Csv.of(rows)
            .withHeader("age", "work", "income")
            .withFormat(CsvFormat.of().withSeparator(';').withSkippedLines(1).withComment('#'));

    assertThat(csv.read())
        .isEqualTo(
            Batch.of(
                Map.of(
                    "age", Tensor.of(25L, 38L),
                    "work", Tensor.of("Private", ""),
                    "income", Tensor.of("<=50K.", ">50K."))));
    assertThat(
            Csv.of(file("tabs.csv", "a\tb\n 1\t\n"))
                .withFormat(CsvFormat.of().withSeparator('\t'))
                .read())
        .isEqualTo(Batch.of(Map.of("a", Tensor.of(1L), "b", Tensor.of(""))));
  }

  @Test
  void columnsTypesAndDefaultsAreChosen() {
    Path rows = file("a,b,c\n1,2,x\n,5,y\n");

    Batch batch =
        Csv.of(rows)
            .withColumns(List.of("b", "a"))
            .withType("b", DType.STRING)
            .withType("a", DType.INT32)
            .withDefault("a", "-1")
            .read();

    assertThat(batch.features().keySet()).containsExactly("b", "a");
    assertThat(batch.feature("b")).isEqualTo(Tensor.of("2", "5"));
    assertThat(batch.feature("a")).isEqualTo(Tensor.of(1, -1));
    assertThat(Csv.of(rows).withSchema(Csv.of(rows).schema()).read())
        .isEqualTo(Csv.of(rows).read());
  }

  @Test
  void missingMarksAreChosen() {
    var format = CsvFormat.of().withMissing("-").withTrim(false);

    Batch batch = Csv.of(file("a,b\nNA, x\n-,\n")).withFormat(format).read();

    assertThat(batch.feature("a")).isEqualTo(Tensor.of("NA", ""));
    assertThat(batch.feature("b")).isEqualTo(Tensor.of(" x", ""));
  }

  @Test
  void cellsThatContradictTheSampleAreErrorsWithTheirPlace() {
    Path rows = file("age,n\n39,1\n\"4\n0\",2\n");
    assertThatThrownBy(() -> Csv.of(rows).withSampleRows(1).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(rows + ":3: column \"age\": \"4\n0\" is not a whole number");
    Path text = file("age,n\n39.5,1\nn/a,2\n");
    assertThatThrownBy(() -> Csv.of(text).withSampleRows(1).read())
        .hasMessageStartingWith(text + ":3: column \"age\": \"n/a\" is not a number; ");
    Path gap = file("age,n\n39,1\n,2\n");
    assertThatThrownBy(() -> Csv.of(gap).withSampleRows(1).read())
        .hasMessageStartingWith(gap + ":3: column \"age\": a whole number is missing; give");
    Path wide = file("a\n1\n3000000000\n");
    assertThatThrownBy(() -> Csv.of(wide).withType("a", DType.INT32).read())
        .hasMessageContaining("3000000000 doesn't fit into 32 bits");
  }

  @Test
  void linesAreCountedFromTheFilesFirst() {
    Path rows = file("skipped\na,b\n\n1,2\n3\n");
    assertThatThrownBy(() -> Csv.of(rows).withFormat(CsvFormat.of().withSkippedLines(1)).read())
        .hasMessage(
            rows + ":5: 1 cells, but there are 2 columns; quote cells that hold the separator");
  }

  @Test
  void brokenFilesAreErrors() {
    assertThatThrownBy(() -> Csv.of(file("")).read())
        .hasMessageContaining("empty; wanted a header");
    assertThatThrownBy(() -> Csv.of(file("a,b\n")).read()).hasMessageContaining("no rows");
    assertThatThrownBy(() -> Csv.of(file("a,,b\n1,2,3\n")).read())
        .hasMessageContaining("column 2 of 3 has no name");
    assertThatThrownBy(() -> Csv.of(file("a,b, a\n1,2,3\n")).read())
        .hasMessageContaining("two columns have the name \"a\"");
    assertThatThrownBy(() -> Csv.of(file("a,b\n1,2\n3,\"4\n5,6\n")).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows.csv:3: ");
    assertThatThrownBy(() -> Csv.of(file("a,b\n1,\"2\"x\n")).read())
        .hasMessageContaining("rows.csv:2: ");
    assertThatThrownBy(() -> Csv.of(folder.resolve("none.csv")).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.csv: no such file");
    assertThatThrownBy(() -> Csv.of(folder).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder + " is a folder; name the files in it");
    assertThatThrownBy(
            () -> Csv.of(file("a\n")).withFormat(CsvFormat.of().withSkippedLines(9)).read())
        .hasMessageContaining("rows.csv");
    assertThatThrownBy(() -> Csv.of(file("a\n1\n")).withColumns(List.of("b")).read())
        .hasMessageContaining("no column \"b\", which is to read; there are [a]");
    assertThatThrownBy(() -> Csv.of(file("a\n1\n")).withType("b", DType.INT64).read())
        .hasMessageContaining("no column \"b\", which is given a type");
    assertThatThrownBy(() -> Csv.of()).hasMessageContaining("no files");
    assertThatThrownBy(() -> CsvFormat.of().withSeparator('"')).hasMessageContaining("separator");
  }

  @Test
  void manyFilesAreOneTable() {
    var csv =
        Csv.of(file("1.csv", "a,b\n1,x\n"), file("2.csv", "a,b\n"), file("3.csv", "a,b\n2,y\n"));

    assertThat(csv.read())
        .isEqualTo(Batch.of(Map.of("a", Tensor.of(1L, 2L), "b", Tensor.of("x", "y"))));
    assertThatThrownBy(
            () -> Csv.of(file("1.csv", "a,b\n1,x\n"), file("4.csv", "b,a\n1,x\n")).read())
        .hasMessageContaining("4.csv: columns [b, a], but ");
  }

  @Test
  void aStreamGivesTheSameRowsAsReadingAtOnce() {
    var text = new StringBuilder("i,t\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",t").append(i % 5000).append('\n');
    }
    var csv = Csv.of(file(text.toString()));

    Dataset stream = csv.dataset();

    assertThat(stream.toBatch()).isEqualTo(csv.read());
    assertThat(stream.batch(1000).skip(3).iterator().next()).isEqualTo(csv.read().rows(3000, 4000));
    assertThat(stream.cardinality()).isEmpty();
  }

  @Test
  void errorsOfAStreamArriveAtTheirPlace() {
    var text = new StringBuilder("i\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i == 15_000 ? "x" : Integer.toString(i)).append('\n');
    }
    Dataset stream = Csv.of(file(text.toString())).dataset().batch(8192);

    try (var walk = stream.iterator()) {
      assertThat(walk.next().rows()).isEqualTo(8192);
      assertThatThrownBy(walk::next).hasMessageContaining("rows.csv:15002: column \"i\": \"x\"");
    }
  }

  @Test
  void numbersAreTheNearestThatTheirTypesHave() {
    Path rows =
        file(
            """
            x,n,t
            0.30000000000000004,9223372036854775807,1
            -1e-45,-9223372036854775808,1f
            """);

    Batch batch = Csv.of(rows).read();

    assertThat(batch.feature("x")).isEqualTo(Tensor.of(0.3f, -Float.MIN_VALUE));
    assertThat(batch.feature("n")).isEqualTo(Tensor.of(Long.MAX_VALUE, Long.MIN_VALUE));
    assertThat(batch.feature("t")).isEqualTo(Tensor.of("1", "1f"));
  }
}
