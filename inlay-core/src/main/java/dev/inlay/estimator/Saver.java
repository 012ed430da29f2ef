package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.model.Model;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints of a training into the model directory: one before the first step, then by
 * steps or by time, and one at the end. Without a directory it does nothing.
 */
final class Saver implements AutoCloseable {
  private final RunConfig config;
  private final @Nullable Checkpoints checkpoints;
  private long savedStep = -1;
  private long savedAt;

  private Saver(RunConfig config, @Nullable Checkpoints checkpoints) {
    this.config = config;
    this.checkpoints = checkpoints;
  }

  /**
   * Takes the right to write into the model directory.
   *
   * @throws IllegalStateException if somebody else has it
   */
  static Saver of(RunConfig config) {
    Path directory = config.modelDir();
    return new Saver(
        config, directory == null ? null : Checkpoints.open(directory, config.keepCheckpointMax()));
  }

  /** Training begins: saves the model unless it was just read from the directory. */
  void begin(Model model) {
    Path directory = config.modelDir();
    if (directory != null && Checkpoints.files(directory).containsKey((long) model.step())) {
      savedStep = model.step();
      savedAt = System.nanoTime();
    } else {
      save(model);
    }
  }

  /** A step was made. */
  void step(Model model) {
    boolean due =
        config.saveCheckpointsSteps() > 0
            ? model.step() - savedStep >= config.saveCheckpointsSteps()
            : !config.saveCheckpointsEvery().isZero()
                && System.nanoTime() - savedAt >= config.saveCheckpointsEvery().toNanos();
    if (due) {
      save(model);
    }
  }

  /** Training ends. */
  void end(Model model) {
    if (model.step() != savedStep) {
      save(model);
    }
  }

  private void save(Model model) {
    if (checkpoints != null) {
      checkpoints.save(model.checkpoint(Map.of()));
    }
    savedStep = model.step();
    savedAt = System.nanoTime();
  }

  @Override
  public void close() {
    if (checkpoints != null) {
      checkpoints.close();
    }
  }
}
