package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Files as people have them; skipped where the folder {@code shared} beside the project is absent.
 */
class RealFilesTest {
  private static final String[] CENSUS = {
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education_num",
    "marital_status",
    "occupation",
    "relationship",
    "race",
    "gender",
    "capital_gain",
    "capital_loss",
    "hours_per_week",
    "native_country",
    "income"
  };

  private static Path shared(String file) {
    Path path = Path.of("../../shared/data", file);
    assumeTrue(Files.exists(path), "skipped: no " + path);
    return path;
  }

  @Test
  void census() {
    Batch train = Csv.of(shared("census/adult.data")).withHeader(CENSUS).read();
    Batch test =
        Csv.of(shared("census/adult.test"))
            .withHeader(CENSUS)
            .withFormat(CsvFormat.of().withSkippedLines(1))
            .read();

    assertThat(train.rows()).isEqualTo(32_561);
    assertThat(test.rows()).isEqualTo(16_281);
    assertThat(count(train, "workclass", "")).isEqualTo(1836);
    assertThat(count(train, "income", ">50K")).isEqualTo(7841);
    assertThat(count(test, "income", ">50K.")).isEqualTo(3846);
  }

  @Test
  void birdstrikes() {
    var csv = Csv.of(shared("birdstrikes/birdstrikes.csv"));
    Batch rows = csv.read();

    assertThat(rows.rows()).isEqualTo(10_000);
    assertThat(csv.schema().type("Speed IAS in knots")).isEqualTo(DType.FLOAT32);
    float[] speeds = ((FloatTensor) rows.feature("Speed IAS in knots")).data();
    int missing = 0;
    for (float speed : speeds) {
      missing += Float.isNaN(speed) ? 1 : 0;
    }
    assertThat(missing).isEqualTo(2836);
    assertThat(10_000 - count(rows, "Effect Amount of damage", "None")).isEqualTo(1061);
  }

  @Test
  void tabsWithoutAHeader() {
    String[] names = new String[40];
    Arrays.setAll(names, i -> i == 0 ? "label" : i < 14 ? "i" + i : "c" + (i - 13));
    Batch rows =
        Csv.of(shared("criteo-sample/wideresdnn_criteo_train.tsv"))
            .withHeader(names)
            .withFormat(CsvFormat.of().withSeparator('\t'))
            .dataset()
            .withLabel("label")
            .toBatch();

    assertThat(rows.rows()).isEqualTo(7_200);
    assertThat(rows.label().dtype()).isEqualTo(DType.INT64);
    assertThat(rows.feature("c1").dtype()).isEqualTo(DType.STRING);
  }

  private static long count(Batch rows, String column, String text) {
    String[] texts = ((StringTensor) rows.feature(column)).data();
    return Arrays.stream(texts).filter(text::equals).count();
  }
}
