package dev.inlay.cli.run;

import dev.inlay.formats.tensorboard.EventFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a training writes for TensorBoard besides the estimator's own summaries: the losses of
 * epochs and what evaluations measured, in the folders where TensorFlow's estimators have them.
 */
final class Logs {
  private static final String VALIDATION = "eval_validation";
  private static final String TEST = "eval_test";

  private Logs() {}

  /** What an epoch has come to. */
  static void epoch(Path model, long step, double loss, Map<String, Double> validation) {
    write(model, step, Map.of("epoch_loss", loss));
    write(model.resolve(VALIDATION), step, validation);
  }

  /** What the model is worth on the test rows. */
  static void test(Path model, long step, Map<String, Double> metrics) {
    write(model.resolve(TEST), step, metrics);
  }

  private static void write(Path folder, long step, Map<String, Double> numbers) {
    if (!numbers.isEmpty()) {
      try (EventFile events = EventFile.in(folder)) {
        numbers.forEach((name, value) -> events.scalar(name, step, value));
      }
    }
  }

  /** Removes the logs of an earlier model. */
  static void clear(Path model) {
    for (Path folder : List.of(model, model.resolve(VALIDATION), model.resolve(TEST))) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> files =
            Files.newDirectoryStream(folder, "events.out.tfevents.*")) {
          for (Path file : files) {
            Files.delete(file);
          }
        } catch (IOException e) {
          throw new UncheckedIOException("can't remove the logs in " + folder, e);
        }
      }
    }
  }
}
