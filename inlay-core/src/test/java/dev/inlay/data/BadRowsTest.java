package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.BadRows.BadRow;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadRowsTest {
  private static final String TEXT = "a,b\n1,x\nn/a,y\n3\n4,\"p\"q\n5,z\n";

  @TempDir Path folder;

  private Csv csv;

  @BeforeEach
  void file() throws IOException {
    csv = Csv.of(Files.writeString(folder.resolve("rows.csv"), TEXT)).withSampleRows(1);
  }

  @Test
  void theFirstOneIsAnErrorUnlessSomethingElseIsSaid() {
    assertThatThrownBy(csv::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(folder.resolve("rows.csv") + ":3: column \"a\": \"n/a\" is not");
  }

  @Test
  void skippedOnesAreCountedAndReportedAtTheEndOfTheWalk() {
    var policy = BadRows.skip();
    List<String> said = new ArrayList<>();
    Batch rows = logged(said, () -> csv.withBadRows(policy).read());

    assertThat(rows.feature("a")).isEqualTo(Tensor.of(1L, 5L));
    assertThat(rows.feature("b")).isEqualTo(Tensor.of("x", "z"));
    assertThat(policy.count()).isEqualTo(3);
    assertThat(said)
        .singleElement()
        .asString()
        .contains("3 rows of 5 can't be read and are left out; the last is ")
        .contains("rows.csv:5: cell 2 goes on after its closing quote");
  }

  @Test
  void aSingleOneIsToldOfAsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("one.csv"), "a,b\n1,x\n2\n3,y\n");
    List<String> said = new ArrayList<>();
    logged(said, () -> Csv.of(file).withBadRows(BadRows.skip()).read());
    assertThat(said)
        .singleElement()
        .asString()
        .contains("1 row of 3 can't be read and is left out; the last is ");
  }

  @Test
  void collectedOnesHavePlaceReasonAndText() {
    List<BadRow> bad = new ArrayList<>();

    csv.withBadRows(BadRows.collect(bad::add)).read();

    assertThat(bad.get(1))
        .isEqualTo(
            new BadRow(
                folder.resolve("rows.csv") + ":4",
                "1 cells, but there are 2 columns; quote cells that hold the separator",
                "3"));
    assertThat(bad.get(2).row()).isEqualTo("4,\"p\"q");
  }

  @Test
  void aFileHasEachOnce() {
    Path file = folder.resolve("bad.jsonl");
    Dataset rows = csv.withBadRows(BadRows.toFile(file)).dataset();

    assertThat(rows.toBatch()).isEqualTo(rows.toBatch());

    Batch bad = JsonLines.of(file).read();
    assertThat(bad.rows()).isEqualTo(3);
    assertThat(bad.feature("row")).isEqualTo(Tensor.of("n/a,y", "3", "4,\"p\"q"));
    assertThat(bad.features().keySet()).containsExactly("place", "reason", "row");
  }

  @Test
  void aQuoteThatIsNeverClosedTakesTheRestAndSaysSo() throws IOException {
    List<BadRow> bad = new ArrayList<>();
    Path open = Files.writeString(folder.resolve("open.csv"), "a,b\n1,x\n2,\"y\n3,z\n");

    Batch rows = Csv.of(open).withBadRows(BadRows.collect(bad::add)).read();

    assertThat(rows.rows()).isEqualTo(1);
    assertThat(bad)
        .singleElement()
        .asString()
        .contains("open.csv:3: a quote that is never closed; all from here to the end is one cell");
  }

  private static <T> T logged(List<String> said, java.util.function.Supplier<T> work) {
    Logger logger = Logger.getLogger("dev.inlay.data");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            said.add(new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      return work.get();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }
}
