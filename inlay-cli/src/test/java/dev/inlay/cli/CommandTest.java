package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.SavedPredictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of rows to predictions, and the ways there. */
class CommandTest {
  @TempDir private static Path folder;
  private static Path houses;
  private static Path model;
  private static Run training;

  @BeforeAll
  static void train() throws IOException {
    houses = Houses.write(folder, 1_500);
    model = folder.resolve("model");
    training =
        Run.well(Houses.training(houses, "--drop", "price", "--model-dir", model, "--epochs", 4));
  }

  private static double metric(Run run, String name) {
    return ((Number) run.json().get(name)).doubleValue();
  }

  @Test
  void infersWithoutAnyYaml() {
    assertThat(training.out())
        .contains("1,200 rows for training, 300 to test on")
        .contains("label \"sold\": \"no\" or \"yes\"; probabilities are of \"yes\"")
        .containsPattern("town +vocabulary +4 terms +wide, deep")
        .containsPattern("age +numeric +z-score")
        .containsPattern("age +buckets +11 buckets, the first one of missing numbers")
        .containsPattern("area +buckets +10 buckets +wide")
        .contains("epoch 4/4")
        .contains("inlay predict --model " + model);
    assertThat(training.err()).contains("note: column \"id\" is left out: it counts the rows");
  }

  @Test
  void saysWhatTheTimeWentInto() {
    Run run =
        Run.well(
            Houses.training(
                houses,
                "--model-dir",
                folder.resolve("profiled"),
                "--epochs",
                2,
                "--profile",
                "--json"));
    // People's lines go to standard error when machines read standard output.
    assertThat(run.err()).contains("what the time of the steps went into").contains("ms each");
    assertThat((Map<?, ?>) run.json().get("profile"))
        .extracting("forward", "backward", "dense update")
        .allSatisfy(seconds -> assertThat(((Number) seconds).doubleValue()).isPositive());
  }

  @Test
  void drawsNothingAgainWithoutTerminal() {
    assertThat(training.out()).doesNotContain("\r").doesNotContain("\u001b");
  }

  @Test
  void learns() {
    Run evaluation = Run.well("evaluate", "--model", model, "--csv", houses, "--json");
    assertThat(metric(evaluation, "rows")).isEqualTo(1_500);
    assertThat(metric(evaluation, "auc")).isGreaterThan(0.85);
    assertThat(metric(evaluation, "accuracy"))
        .isGreaterThan(metric(evaluation, "accuracy_baseline") + 0.1);
  }

  @Test
  void predictsWhatItMeasures() throws IOException {
    Path output = folder.resolve("predictions.csv");
    Run.well("predict", "--model", model, "--csv", houses, "--output", output, "--keep", "id,sold");
    List<String> lines = Files.readAllLines(output);
    assertThat(lines.getFirst()).isEqualTo("id,sold,prediction,probability");
    assertThat(lines).hasSize(1_501);
    int right = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      assertThat(cells[2]).isEqualTo(Double.parseDouble(cells[3]) > 0.5 ? "yes" : "no");
      right += cells[1].equals(cells[2]) ? 1 : 0;
    }
    Run evaluation = Run.well("evaluate", "--model", model, "--csv", houses, "--json");
    assertThat(right / 1_500.0).isCloseTo(metric(evaluation, "accuracy"), within(1e-6));
  }

  @Test
  void theModelIsAnEstimatorsToo() throws IOException {
    Path rows = folder.resolve("one.csv");
    Files.writeString(rows, "area,town,age\n100,Bonn,10\n");
    String[] answer =
        Run.well("predict", "--model", model, "--csv", rows)
            .out()
            .lines()
            .toList()
            .get(1)
            .split(",");

    var predicted =
        SavedPredictor.load(model)
            .predictRows(List.of(Map.of("area", 100f, "town", "Bonn", "age", 10f)));

    assertThat(predicted.get("classes").text(0)).isEqualTo(answer[0]);
    assertThat(predicted.get("logistic").text(0)).isEqualTo(answer[1]);
    assertThat(Estimator.load(model).globalStep()).isPositive();
  }

  @Test
  void takesRowsWithUnknownTownsAndMissingCellsAndFurtherColumns() throws IOException {
    Path rows = folder.resolve("odd.csv");
    Files.writeString(
        rows, "area,garden,town,age\n100,yes,Bonn,10\n,no,Atlantis,\n80.5,no,\"\",?\n");
    Run run = Run.well("predict", "--model", model, "--csv", rows, "--keep-all");
    assertThat(run.out().lines())
        .hasSize(4)
        .first()
        .isEqualTo("area,garden,town,age,prediction,probability");
    assertThat(run.out().lines().skip(1))
        .allMatch(line -> line.matches(".*,(yes|no),[01]\\.\\d+(E-\\d+)?"));
  }

  @Test
  void filesWithoutHeaderLineGetTheirNamesFromAnOption() throws IOException {
    Path bare = folder.resolve("bare.csv");
    Files.write(bare, Files.readAllLines(houses).stream().skip(1).toList());
    Path bareModel = folder.resolve("bare-model");
    String names = "id,town,age,area,sold,price";
    Run run =
        Run.well(
            "train",
            "--csv",
            bare,
            "--header",
            names,
            "--label",
            "sold",
            "--drop",
            "price",
            "--model-dir",
            bareModel,
            "--epochs",
            4);
    assertThat(run.out()).contains("1,200 rows for training, 300 to test on");
    assertThat(Run.well("predict", "--model", bareModel, "--csv", bare).out())
        .isEqualTo(Run.well("predict", "--model", model, "--csv", houses).out());
  }

  @Test
  void namesFurtherColumns() throws IOException {
    Path rows = folder.resolve("further.csv");
    Files.writeString(rows, "area,garden,town,age\n100,yes,Bonn,10\n");
    assertThat(Run.well("predict", "--model", model, "--csv", rows).err())
        .contains("note: columns [garden] were not there in training and are not used");
  }

  @Test
  void canBeMovedElsewhere() throws IOException {
    Path moved = folder.resolve("else where");
    Files.createDirectory(moved);
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, moved.resolve(file.getFileName()));
      }
    }
    assertThat(Run.well("predict", "--model", moved, "--csv", houses).out())
        .isEqualTo(Run.well("predict", "--model", model, "--csv", houses).out());
  }

  @Test
  void summarizes() {
    Run summary = Run.well("summary", "--model", model);
    assertThat(summary.out())
        .contains("wide deep model for the label \"sold\" (binary)")
        .containsPattern("town_embedding/embedding_weights +\\(4, 8\\) +32")
        .contains("in all")
        .contains("accuracy");
  }

  @Test
  void learnsNumbers() throws IOException {
    Path yaml = folder.resolve("price.yaml");
    Files.writeString(
        yaml,
        """
        data: houses.csv
        label: price
        drop: [sold, id]
        training: {epochs: 15, batch_size: 32}
        """);
    Run run = Run.well("train", yaml, "--json");
    assertThat(run.json().get("task")).isEqualTo("regression");
    var metrics = (Map<?, ?>) run.json().get("metrics");
    double r2 = ((Number) metrics.get("r2")).doubleValue();
    assertThat(r2).isGreaterThan(0.9);
    // In units of the spread, as training's own loss.
    assertThat(((Number) metrics.get("loss")).doubleValue()).isCloseTo(1 - r2, within(0.03));
    Path predicted = folder.resolve("prices.csv");
    Run.well(
        "predict",
        "--model",
        folder.resolve("price-model"),
        "--csv",
        houses,
        "--output",
        predicted);
    assertThat(Files.readAllLines(predicted).stream().skip(1).mapToDouble(Double::parseDouble))
        .allMatch(price -> price > 10_000 && price < 1_000_000);
  }

  @Test
  void readsOtherSeparators() throws IOException {
    Path tabs = folder.resolve("tabs.csv");
    Files.writeString(tabs, Files.readString(houses).replace(',', '\t'));
    Run run = Run.well(Houses.training(tabs, "--separator", "tab", "--epochs", 1, "--json"));
    assertThat(run.json().get("train_rows")).isEqualTo(1_200);
  }

  @Test
  void learnsClassesByEveryKindOfColumn() throws IOException {
    Path yaml = folder.resolve("town.yaml");
    Files.writeString(
        yaml,
        """
        data: {csv: "hou*.csv", test: {every: 4}}
        label: town
        columns:
          id: drop
          sold: {kind: hash, buckets: 10, indicator: true}
          age: {normalize: minmax, missing: median}
          age_ranges: {column: age, boundaries: [20, 40, 60], embedding: 3}
          price: {kind: bucketized, quantiles: 8}
          price_number: {column: price, normalize: log}
          sold_x_age: {columns: [sold, age_ranges], buckets: 50}
        model: {kind: wide_deep, hidden: [32], activation: tanh, batch_norm: true}
        training:
          epochs: 3
          optimizer: {kind: rmsprop, learning_rate: 0.005}
          class_weights: {Bonn: 2}
          validation: {fraction: 0.2}
          early_stopping: 2
        output: towns
        """);
    Run run = Run.well("train", yaml);
    assertThat(run.out())
        .contains("one of 4 classes")
        .containsPattern("sold x age +cross +50 buckets +wide")
        .containsPattern("age +buckets +4 buckets +wide, deep \\(embedding 3\\)")
        .contains("validation loss")
        .contains("375 to test on");
    Run predicted = Run.well("predict", "--model", folder.resolve("towns"), "--csv", houses);
    assertThat(predicted.out().lines().findFirst())
        .hasValue(
            "prediction,probability,probability of Aalen,probability of Bonn,"
                + "probability of Celle,probability of Düren");
    Run measured =
        Run.well("evaluate", "--model", folder.resolve("towns"), "--csv", houses, "--json");
    Map<String, Long> towns =
        Files.readAllLines(houses).stream()
            .skip(1)
            .collect(Collectors.groupingBy(line -> line.split(",")[1], Collectors.counting()));
    assertThat(metric(measured, "accuracy_baseline"))
        .isCloseTo(Collections.max(towns.values()) / 1_500.0, within(1e-9));
  }

  @Test
  void columnsOfTimesTextsAndSharedTables() throws IOException {
    StringBuilder csv = new StringBuilder("at,words,tags,seen,bought,paid,size,y\n");
    for (int i = 0; i < 200; i++) {
      csv.append(
          "2024-%02d-%02dT%02d:30,%s,%s,%s,%s,%d,%s,%d\n"
              .formatted(
                  i % 12 + 1,
                  i % 28 + 1,
                  i % 24,
                  i % 3 == 0 ? "Very good!" : "bad; very bad",
                  i % 2 == 0 ? "new|red" : "red",
                  "item" + i % 5,
                  i % 7 == 0 ? "" : "item" + (i + 1) % 5,
                  i % 4 + 1,
                  i % 9 == 0 ? "" : i % 10,
                  i % 12 < 6 ? 1 : 0));
    }
    Files.writeString(folder.resolve("sales.csv"), csv);
    Path yaml = folder.resolve("sales.yaml");
    Files.writeString(
        yaml,
        """
        data: {csv: sales.csv, test: {every: 5}}
        label: y
        columns:
          at: {kind: time, parts: [month, hour], years: [2020, 2030], cyclic: true}
          weekday: {column: at, kind: time, parts: [weekday]}
          words: {kind: text, ngrams: 2, min_count: 3}
          tags: {kind: list, separator: "|", buckets: 20, indicator: true, missing: learn}
          seen: {kind: vocabulary, terms: [item0, item1, item2, item3, item4], table: items, strict: true}
          bought: {kind: vocabulary, terms: [item0, item1, item2, item3, item4], table: items}
          paid_for: {column: bought, kind: hash, buckets: 50, weight: paid}
          size: {kind: numeric, missing: learn}
          day_x_tags: {columns: [weekday, seen], buckets: 40, hash_key: 7}
          nested: {columns: [day_x_tags, bought], buckets: 40}
          paid: drop
        model: {kind: wide_deep, hidden: [8]}
        training: {epochs: 2}
        """);

    Run run = Run.well("train", yaml);

    assertThat(run.out())
        .containsPattern("at +month +on a circle")
        .containsPattern("at +year +11 values")
        .containsPattern("at +weekday +7 values")
        .containsPattern("words +terms +vocabulary of \\d+ terms")
        .containsPattern("tags +terms +hash of 20 buckets; missing: learn")
        .containsPattern("bought x paid +hash +50 buckets; weighted by paid")
        .containsPattern("size +numeric +.*missing: learn")
        .containsPattern("at x seen x bought +cross +40 buckets");
    Run predicted =
        Run.well(
            "predict",
            "--model",
            folder.resolve("sales-model"),
            "--csv",
            folder.resolve("sales.csv"));
    assertThat(predicted.out().lines()).hasSize(201);
  }

  @Test
  void linearModelsAndNetworksToo() {
    for (String kind : List.of("linear", "dnn")) {
      Run run =
          Run.well(
              Houses.training(
                  houses,
                  "--drop",
                  "price",
                  "--kind",
                  kind,
                  "--epochs",
                  2,
                  "--model-dir",
                  folder.resolve(kind),
                  "--json"));
      assertThat(((Map<?, ?>) run.json().get("metrics")).get("rows")).isEqualTo(300.0);
    }
  }

  @Test
  void saysItsVersionAndHowItIsUsed() {
    assertThat(Run.well("--version").out()).startsWith("inlay ");
    assertThat(Run.well("--help").out())
        .contains("train")
        .contains("predict")
        .doesNotContain("\u001b");
    assertThat(Run.well("train", "--help").out()).contains("--csv").contains("--label");
  }
}
