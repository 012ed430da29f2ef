package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.estimator.SavedPredictor;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose rows have steps. */
class SequenceJobTest {
  private static final String COLUMNS =
      """
      data: {csv: visits.csv, test: {every: 5}}
      label: back
      columns:
        pages: {kind: list, sequence: true, embedding: 4}
        seconds: {kind: numbers, normalize: zscore}
        device: {kind: vocabulary, embedding: 2}
      """;

  @TempDir private static Path folder;

  /** Who looked at the prices last and not in passing comes back. */
  @BeforeAll
  static void write() throws IOException {
    var random = new Random(3);
    String[] pages = {"home", "prices", "help"};
    StringBuilder text = new StringBuilder("pages,seconds,device,back\n");
    for (int row = 0; row < 600; row++) {
      var seen = new StringJoiner("|");
      var seconds = new StringJoiner("|");
      boolean back = false;
      for (int step = random.nextInt(6); step >= 0; step--) {
        int page = random.nextInt(3);
        int time = random.nextInt(1, 60);
        seen.add(pages[page]);
        seconds.add(Integer.toString(time));
        back = page == 1 && time > 20;
      }
      text.append("%s,%s,%s,%s%n".formatted(seen, seconds, row % 3 == 0 ? "phone" : "pc", back));
    }
    Files.writeString(folder.resolve("visits.csv"), text);
  }

  private static Path job(String name, String more) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), COLUMNS + more);
  }

  @Test
  void theOrderIsLearned() throws IOException {
    Path job =
        job(
            "lstm",
            """
            model: {kind: lstm, hidden: [12], dropout: 0}
            training: {epochs: 30, batch_size: 16, optimizer: {kind: adam, learning_rate: 0.02}}
            """);
    Run run = Run.well("train", job);
    assertThat(run.out())
        .containsPattern("pages +terms +vocabulary of 3 terms; in order +deep \\(embedding 4\\)")
        .containsPattern("seconds +numbers +z-score");
    Path model = folder.resolve("lstm-model");
    Run measured =
        Run.well("evaluate", "--model", model, "--csv", folder.resolve("visits.csv"), "--json");
    assertThat(((Number) measured.json().get("accuracy")).doubleValue()).isGreaterThan(0.97);

    Map<String, Tensor> answers =
        SavedPredictor.load(model)
            .predictRows(
                List.of(
                    Map.of("pages", "home|prices", "seconds", "5|50", "device", "pc"),
                    Map.of("pages", "prices|home", "seconds", "50|5", "device", "pc")));
    assertThat(answers.get("classes")).isEqualTo(Tensor.of(new String[][] {{"true"}, {"false"}}));
  }

  /** Each step is labelled by the page of the step before it and its own. */
  @Test
  void eachStepHasAClass() throws IOException {
    var random = new Random(5);
    String[] pages = {"home", "prices", "help"};
    StringBuilder text = new StringBuilder("pages,tags\n");
    for (int row = 0; row < 400; row++) {
      var seen = new StringJoiner("|");
      var tags = new StringJoiner("|");
      int before = 0;
      for (int step = random.nextInt(5); step >= 0; step--) {
        int page = random.nextInt(3);
        seen.add(pages[page]);
        tags.add(page == before ? "same" : page == 1 ? "price" : "other");
        before = page;
      }
      text.append(seen).append(',').append(tags).append('\n');
    }
    Path rows = Files.writeString(folder.resolve("tags.csv"), text);
    Path job =
        Files.writeString(
            folder.resolve("tags.yaml"),
            """
            data: {csv: tags.csv, test: {every: 5}}
            label: {column: tags, kind: sequence}
            columns:
              pages: {kind: list, sequence: true, embedding: 4}
            model: {kind: gru, hidden: [12], dropout: 0}
            training: {epochs: 30, batch_size: 16, optimizer: {kind: adam, learning_rate: 0.02}}
            """);
    Run run = Run.well("train", job);
    assertThat(run.out()).contains("label \"tags\": one of 3 classes for each step");
    Path model = folder.resolve("tags-model");
    Run measured = Run.well("evaluate", "--model", model, "--csv", rows, "--json");
    assertThat(((Number) measured.json().get("accuracy")).doubleValue()).isGreaterThan(0.97);
    Path some = Files.writeString(folder.resolve("some.csv"), "pages\nhelp|help|prices\nprices\n");
    Run predicted = Run.well("predict", "--model", model, "--csv", some);
    assertThat(predicted.out()).contains("prediction\nother|same|price\nprice\n");

    Run wrong =
        Run.of(
            "train",
            Files.writeString(
                folder.resolve("dnn.yaml"),
                """
                data: {csv: tags.csv}
                label: {column: tags, kind: sequence}
                columns:
                  pages: {kind: list, buckets: 10}
                model: dnn
                """));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("a label of kind sequence has a class for each step");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model: dnn                              | is a sequence, which the model kind dnn doesn't read
          model: {kind: gru, activation: relu}    | the cells of kind: gru have their own
          """)
  void whatDoesNotGoTogetherIsSaid(String model, String message) throws IOException {
    Run run = Run.of("train", job("wrong", model));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void aRecurrentNetworkWantsASequence() {
    Run run =
        Run.of(
            "train",
            "--csv",
            folder.resolve("visits.csv"),
            "--label",
            "back",
            "--kind",
            "lstm",
            "--model-dir",
            folder.resolve("none"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("{kind: list, sequence: true}");
  }

  @Test
  void stepsThatDoNotMatchAreNamed() throws IOException {
    Path file = folder.resolve("odd.csv");
    Files.writeString(
        file, Files.readString(folder.resolve("visits.csv")) + "home|help,5,pc,true\n");
    Path job = job("odd", "model: gru\ntraining: {epochs: 1}\n");
    Run run = Run.of("train", job, "--csv", file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("column \"pages\" has 2 steps, column \"seconds\" has 1");
  }
}
