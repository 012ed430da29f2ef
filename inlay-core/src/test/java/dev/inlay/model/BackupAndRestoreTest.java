package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.ChildJvm;
import dev.inlay.Killed;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Callback;
import dev.inlay.train.Loss;
import dev.inlay.train.Training;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupAndRestoreTest {
  private static final int ROWS = 200;
  private static final int EPOCHS = 12;
  private static final int KILLS = Integer.getInteger("inlay.test.kills", 5);

  /** Enough for twenty kills to find the fit still running. */
  private static final int EPOCHS_TO_KILL = 60;

  @TempDir Path directory;

  private static Model model() {
    var model =
        Sequential.of(
            Input.of("x", INT32, 2),
            Embedding.of(50, 8),
            Flatten.of(),
            Dense.of(16, RELU),
            Dropout.of(0.2),
            Dense.of(1));
    model.compile(Adam.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static Tensor x() {
    var random = new Random(4);
    return Tensor.of(Shape.of(ROWS, 2), random.ints(ROWS * 2L, 0, 50).toArray());
  }

  private static Tensor y() {
    float[] y = new float[ROWS];
    int[] x = ((Tensor.IntTensor) x()).data();
    for (int i = 0; i < ROWS; i++) {
      y[i] = (x[2 * i] + x[2 * i + 1]) / 50f;
    }
    return Tensor.of(y);
  }

  /** Seven steps an epoch; a checkpoint every five. */
  private static History fit(Model model, Path directory, Callback... others) {
    return fit(EPOCHS, model, directory, others);
  }

  private static History fit(int epochs, Model model, Path directory, Callback... others) {
    return model.fit(
        x(),
        y(),
        Fit.epochs(epochs)
            .withCallbacks(BackupAndRestore.of(directory).withEverySteps(5))
            .withCallbacks(others));
  }

  private Map<String, Tensor.FloatTensor> uninterrupted() {
    return uninterrupted(EPOCHS);
  }

  private Map<String, Tensor.FloatTensor> uninterrupted(int epochs) {
    Model model = model();
    fit(epochs, model, directory.resolve("uninterrupted"));
    return model.weights();
  }

  /** Does something before a step of the fit's own count. */
  private static Callback beforeStep(int count, Runnable action) {
    return training ->
        new Callback.Observer() {
          @Override
          public void batchBegin(int batch) {
            if (training.step() == count) {
              action.run();
            }
          }
        };
  }

  @Test
  void checkpointsMayGoWhenAllIsDone() throws IOException {
    Path backup = directory.resolve("backup");
    var callback = BackupAndRestore.of(backup).withDeleteAtEnd(true);
    assertThatThrownBy(
            () ->
                model()
                    .fit(
                        x(),
                        y(),
                        Fit.epochs(3)
                            .withCallbacks(
                                callback,
                                beforeStep(
                                    9,
                                    () -> {
                                      throw new IllegalStateException("power cut");
                                    }))))
        .hasMessage("power cut");
    assertThat(Checkpoints.files(backup)).isNotEmpty();
    model().fit(x(), y(), Fit.epochs(3).withCallbacks(callback));
    assertThat(Checkpoints.files(backup)).isEmpty();
  }

  @Test
  void aFitThatFailsGoesOnFromTheLastCheckpointAlongTheSameWay() {
    Path backup = directory.resolve("backup");
    for (int failure : new int[] {17, 36, 70}) {
      assertThatThrownBy(
              () ->
                  fit(
                      model(),
                      backup,
                      beforeStep(
                          failure,
                          () -> {
                            throw new IllegalStateException("power cut");
                          })))
          .hasMessage("power cut");
      int saved = failure / 5 * 5;
      assertThat(Checkpoints.files(backup).lastKey()).isEqualTo(saved);
    }
    Model model = model();
    History history = fit(model, backup);
    assertThat(history.epochs()).startsWith(10).endsWith(EPOCHS - 1);
    assertThat(model.weights()).isEqualTo(uninterrupted());
  }

  @Test
  void aFinishedFitIsNotRunAgain() {
    Path backup = directory.resolve("backup");
    fit(model(), backup);
    Model again = model();
    assertThat(fit(again, backup).epochs()).isEmpty();
    assertThat(again.weights()).isEqualTo(uninterrupted());
    assertThat(Model.load(backup).weights()).isEqualTo(again.weights());
  }

  @Test
  void anInterruptedFitSavesWhatItHas() {
    Path backup = directory.resolve("backup");
    Model model = model();
    History history = fit(model, backup, beforeStep(23, () -> Thread.currentThread().interrupt()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(history.epochs()).containsExactly(0, 1, 2);
    assertThat(Checkpoints.files(backup).lastKey()).isEqualTo(24);
    Model on = model();
    fit(on, backup);
    assertThat(on.weights().keySet()).isEqualTo(model.weights().keySet());
    assertThat(Checkpoints.files(backup).lastKey()).isEqualTo(7L * EPOCHS);
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    Path backup = directory.resolve("backup");
    assertThatThrownBy(
            () ->
                fit(
                    model(),
                    backup,
                    beforeStep(
                        33,
                        () -> {
                          throw new IllegalStateException("power cut");
                        })))
        .hasMessage("power cut");
    Path newest = Checkpoints.files(backup).lastEntry().getValue();
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    Model model = model();
    fit(model, backup);
    assertThat(model.weights()).isEqualTo(uninterrupted());
  }

  @Test
  void aSecondFitIntoTheSameDirectoryIsRefused() {
    Path backup = directory.resolve("backup");
    assertThatThrownBy(() -> fit(model(), backup, beforeStep(8, () -> fit(model(), backup))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is being trained in by this process");
  }

  @Test
  void killedAtRandomMomentsItGoesOnFromAWholeCheckpoint() throws Exception {
    Path backup = directory.resolve("backup");
    long saved = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      saved = Killed.soon(child(backup), saved, 5);
    }
    Model model = model();
    fit(EPOCHS_TO_KILL, model, backup);
    assertThat(model.weights()).isEqualTo(uninterrupted(EPOCHS_TO_KILL));
  }

  @Test
  void whenTheProcessIsToldToEndTheFitIsSavedAndSaysSo() throws Exception {
    Path backup = directory.resolve("backup");
    // So slow that the signal comes before the end, however busy the machine is.
    Process child = child(backup, 50, ProcessBuilder.Redirect.PIPE);
    try (var lines = child.inputReader(StandardCharsets.UTF_8);
        var errors = child.errorReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("from 0");
      assertThat(lines.readLine()).isEqualTo("saved 5");
      new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
      String said = errors.lines().collect(Collectors.joining("\n"));
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      long saved = Checkpoints.files(backup).lastKey();
      assertThat(saved).isGreaterThanOrEqualTo(5);
      assertThat(said).contains("the fit is saved at step " + saved + " in " + backup);
    } finally {
      child.destroyForcibly().waitFor();
    }
    Model model = model();
    fit(model, backup);
    // Rows catch up whenever a checkpoint is written, which rounds otherwise.
    uninterrupted()
        .forEach(
            (path, weight) ->
                assertThat(model.weight(path).data())
                    .as(path)
                    .containsExactly(weight.data(), within(1e-6f)));
  }

  private static Process child(Path backup) throws IOException {
    return child(backup, 1, ProcessBuilder.Redirect.DISCARD);
  }

  private static Process child(Path backup, int pause, ProcessBuilder.Redirect errors)
      throws IOException {
    return ChildJvm.of(Trainer.class, List.of("-XX:TieredStopAtLevel=1"), backup, pause)
        .redirectError(errors)
        .start();
  }

  /** Fits, slowly enough to be killed in between, and says what it has done. */
  static final class Trainer {
    private Trainer() {}

    public static void main(String[] args) {
      int pause = Integer.parseInt(args[1]);
      Callback report =
          training ->
              new Callback.Observer() {
                @Override
                public void trainBegin() {
                  System.out.println("from " + training.step());
                }

                @Override
                public void batchEnd(int batch, Map<String, Double> logs) {
                  sleep(pause);
                  report(training);
                }
              };
      fit(EPOCHS_TO_KILL, model(), Path.of(args[0]), report);
    }

    private static void report(Training training) {
      if (training.step() % 5 == 0) {
        System.out.println("saved " + training.step());
      }
    }

    private static void sleep(int millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
