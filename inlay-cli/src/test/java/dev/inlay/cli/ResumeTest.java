package dev.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that go on, and model directories of other jobs. */
class ResumeTest {
  @TempDir private Path folder;
  private Path yaml;

  @BeforeEach
  void write() throws IOException {
    Houses.write(folder, 300);
    yaml = folder.resolve("job.yaml");
    Files.writeString(yaml, "data: houses.csv\nlabel: sold\ndrop: [price]\n");
  }

  private Run predict(String model) {
    return Run.well(
        "predict", "--model", folder.resolve(model), "--csv", folder.resolve("houses.csv"));
  }

  @Test
  void goesOnAsIfItHadNeverStopped() {
    Run.well("train", yaml, "--epochs", 4, "--model-dir", folder.resolve("whole"));
    Run.well("train", yaml, "--epochs", 2, "--model-dir", folder.resolve("parts"));
    Run more = Run.well("train", yaml, "--epochs", 4, "--model-dir", folder.resolve("parts"));
    assertThat(more.out())
        .contains("going on with it")
        .doesNotContain("epoch 2/4")
        .contains("epoch 3/4");
    assertThat(predict("parts").out()).isEqualTo(predict("whole").out());
  }

  @Test
  void goesOnWhereAnEpochWasSavedButNotNoted() throws IOException {
    Run.well("train", yaml, "--epochs", 3, "--model-dir", folder.resolve("whole"));
    Run.well("train", yaml, "--epochs", 2, "--model-dir", folder.resolve("parts"));
    Files.delete(folder.resolve("parts/history.json"));
    Run.well("train", yaml, "--epochs", 3, "--model-dir", folder.resolve("parts"));
    assertThat(predict("parts").out()).isEqualTo(predict("whole").out());
  }

  @Test
  void trainsAnewWhatIsLost() throws IOException {
    Run.well("train", yaml, "--epochs", 3, "--model-dir", folder.resolve("whole"));
    for (String keep : List.of("checkpoint-8.inlay", "none")) {
      Path model = folder.resolve("lost-" + keep);
      Run.well("train", yaml, "--epochs", 3, "--model-dir", model);
      for (Path file : Checkpoints.files(model).values()) {
        if (!file.endsWith(keep)) {
          Files.writeString(file, "damaged");
        }
      }
      int from = keep.equals("none") ? 0 : 8;
      Run again = Run.well("train", yaml, "--epochs", 3, "--model-dir", model);
      assertThat(again.err())
          .contains("the weights of step 12 are lost; training goes on from step " + from);
      assertThat(again.out()).contains("epoch 3/3");
      assertThat(predict(model.getFileName().toString()).out()).isEqualTo(predict("whole").out());
    }
  }

  @Test
  void aJobThatFailedBeforeItsFirstStepMayBeMended() throws IOException {
    String job = Files.readString(yaml);
    Files.writeString(
        yaml, job + "columns: {town: {terms: [Bonn], strict: true}}\ntraining: {epochs: 1}\n");
    Run failed = Run.of("train", yaml);
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.err()).contains("is none of the vocabulary [Bonn]");
    assertThat(folder.resolve("job-model/model.json")).exists();
    Files.writeString(yaml, job + "training: {epochs: 1}\n");
    assertThat(Run.well("train", yaml).out()).contains("epoch 1/1").doesNotContain("going on");
  }

  private long eventFiles(String below) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("job-model").resolve(below))) {
      return files.filter(f -> f.getFileName().toString().startsWith("events.out.")).count();
    }
  }

  @Test
  void logsForTensorBoardMayBeTurnedOnLater() throws IOException {
    Run.well("train", yaml, "--epochs", 1);
    assertThat(eventFiles("")).isZero();
    String job = Files.readString(yaml) + "training: {tensorboard: true, validation: {every: 5}}\n";
    Files.writeString(yaml, job);
    Run.well("train", yaml, "--epochs", 2, "--restart");
    assertThat(eventFiles("")).isEqualTo(4);
    assertThat(eventFiles("eval_validation")).isEqualTo(2);
    assertThat(eventFiles("eval_test")).isEqualTo(1);
    Files.writeString(yaml, job.replace("tensorboard: true, ", ""));
    Run.well("train", yaml, "--epochs", 3);
    assertThat(eventFiles("")).isEqualTo(4);
    Run.well("train", yaml, "--epochs", 1, "--restart");
    assertThat(eventFiles("")).isZero();
  }

  @Test
  void trainsNoFurtherThanAsked() {
    Run.well("train", yaml, "--epochs", 2);
    Run again = Run.well("train", yaml, "--epochs", 2);
    assertThat(again.out()).doesNotContain("epoch 2/2").contains("on the test rows");
  }

  @Test
  void keepsTheBestEpochWhereTheirNumberIsFoundOut() {
    Run run = Run.well("train", yaml);
    assertThat(run.out()).containsPattern("the weights of epoch \\d+ are kept");
    String first = predict("job-model").out();
    assertThat(Run.well("train", yaml).out()).doesNotContain("epoch 1/");
    assertThat(predict("job-model").out()).isEqualTo(first);
  }

  @Test
  void refusesTheModelOfAnotherJob() throws IOException {
    Run.well("train", yaml, "--epochs", 1);
    Files.writeString(
        yaml, "data: houses.csv\nlabel: sold\nmodel: {hidden: [16]}\ndrop: [price]\n");
    Run other = Run.of("train", yaml, "--epochs", 1);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("has the model of another job: model.hidden was [64, 32] and is [16]")
        .contains("--restart");
    assertThat(Run.well("train", yaml, "--epochs", 1, "--restart").out()).contains("epoch 1/1");
  }

  @Test
  void refusesOtherRows() throws IOException {
    Run.well("train", yaml, "--epochs", 1);
    Houses.write(folder, 310);
    Run other = Run.of("train", yaml, "--epochs", 2);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("240 rows, now there are 248").contains("--restart");
  }

  @Test
  void sameSeedSameModel() {
    Run.well("train", yaml, "--epochs", 1, "--model-dir", folder.resolve("a"));
    Run.well("train", yaml, "--epochs", 1, "--model-dir", folder.resolve("b"));
    Run.well("train", yaml, "--epochs", 1, "--model-dir", folder.resolve("c"), "--seed", 5);
    assertThat(predict("a").out()).isEqualTo(predict("b").out());
    assertThat(predict("a").out()).isNotEqualTo(predict("c").out());
  }
}
