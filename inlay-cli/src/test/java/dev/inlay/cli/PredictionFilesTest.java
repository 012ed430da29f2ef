package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.JsonLines;
import dev.inlay.layer.Json;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predictions are written as: CSV or JSON lines, packed or not. */
class PredictionFilesTest {
  @TempDir private static Path folder;
  private static Path houses;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    houses = Houses.write(folder, 200);
    model = folder.resolve("model");
    Run.well(
        "train",
        "--csv",
        houses,
        "--label",
        "sold",
        "--epochs",
        1,
        "--drop",
        "id",
        "--model-dir",
        model);
  }

  @Test
  void machinesGetAnObjectALine() {
    Run run = Run.well("predict", "--model", model, "--csv", houses, "--json", "--keep", "town");
    List<String> csv =
        Run.well("predict", "--model", model, "--csv", houses, "--keep", "town")
            .out()
            .lines()
            .skip(1)
            .toList();
    assertThat(
            run.out()
                .lines()
                .map(line -> (Map<?, ?>) Json.read(line, "line"))
                .map(
                    row ->
                        "%s,%s,%s"
                            .formatted(
                                row.get("town"),
                                row.get("prediction"),
                                ((Number) row.get("probability")).floatValue())))
        .hasSize(200)
        .isEqualTo(csv);
  }

  @Test
  void filesAreWhatTheirNamesSay() {
    Run plain = Run.well("predict", "--model", model, "--csv", houses);
    for (String name : List.of("p.csv", "p.csv.gz", "p.jsonl", "p.jsonl.gz", "p.ndjson")) {
      Path file = folder.resolve(name);
      Run.well("predict", "--model", model, "--csv", houses, "--output", file);
      Batch read = name.contains("json") ? JsonLines.of(file).read() : Csv.of(file).read();
      Tensor predictions = (Tensor) read.feature("prediction");
      Tensor probabilities = (Tensor) read.feature("probability");
      StringBuilder again = new StringBuilder("prediction,probability\n");
      for (int row = 0; row < read.rows(); row++) {
        again.append(predictions.text(row)).append(',');
        again.append(probabilities.toFloats().data()[row]).append('\n');
      }
      assertThat(again.toString()).as(name).isEqualTo(plain.out());
    }
  }

  @Test
  void severalClassesAreAListInJson() throws IOException {
    Path rows = folder.resolve("tags.csv");
    StringBuilder text = new StringBuilder("colour,tags\n");
    for (int row = 0; row < 200; row++) {
      text.append(row % 2 == 0 ? "red,hot|bright\n" : "blue,cold\n");
    }
    Files.writeString(rows, text);
    Path job = folder.resolve("tags.yaml");
    Files.writeString(
        job,
        """
        data: tags.csv
        label: {column: tags, kind: multilabel}
        model: linear
        training: {epochs: 40, linear_optimizer: {kind: adam, learning_rate: 0.1}}
        """);
    Run.well("train", job);
    Path tags = folder.resolve("tags-model");
    List<String> lines =
        Run.well("predict", "--model", tags, "--csv", rows, "--json").out().lines().toList();
    assertThat(lines.get(0)).startsWith("{\"prediction\":[\"bright\",\"hot\"],");
    assertThat(lines.get(1)).startsWith("{\"prediction\":[\"cold\"],\"probability of bright\":0.");
    assertThat(Run.well("predict", "--model", tags, "--csv", rows).out().lines().skip(1))
        .element(0)
        .asString()
        .startsWith("bright|hot,");
  }
}
