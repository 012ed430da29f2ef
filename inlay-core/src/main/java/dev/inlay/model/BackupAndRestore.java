package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.checkpoint.Interruption;
import dev.inlay.train.Callback;
import dev.inlay.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Saves a fit into a directory as it goes on, and lets the same fit go on from there when it is run
 * again: after a crash, a kill or an interruption, at most the work since the last checkpoint is
 * lost, and after Ctrl-C (SIGINT or SIGTERM) none: the fit then ends after its present batch, is
 * saved, and throws a {@link CancellationException} that says so. Weights, optimizer, learning
 * rate, the order of rows and dropout go on as if the fit had never stopped; an epoch that was
 * broken off reports its remaining batches only.
 *
 * <p>A fit that has been finished is not run again: with a directory of its own each, or more
 * epochs, it is. {@link Model#load} also reads such a directory.
 *
 * @param directory where checkpoints go; only one fit at a time may write there
 * @param everySteps after how many steps one is written; 0 for the end of each epoch
 * @param keep how many are kept: with 2, Keras's {@code double_checkpoint}, a damaged one is made
 *     up for by the one before
 * @param deleteAtEnd whether they are deleted once the fit has run to its end, as Keras does unless
 *     told otherwise; the fit then begins anew when it is run again
 */
public record BackupAndRestore(Path directory, int everySteps, int keep, boolean deleteAtEnd)
    implements Callback {
  public BackupAndRestore {
    if (everySteps < 0 || keep < 1) {
      throw new IllegalArgumentException(
          "save every %d steps and keep %d: give 0 steps or more (0: each epoch), and keep 1 or more"
              .formatted(everySteps, keep));
    }
  }

  /** A checkpoint at the end of each epoch, of which two are kept. */
  public static BackupAndRestore of(Path directory) {
    return new BackupAndRestore(directory, 0, 2, false);
  }

  public BackupAndRestore withEverySteps(int steps) {
    return new BackupAndRestore(directory, steps, keep, deleteAtEnd);
  }

  public BackupAndRestore withKeep(int checkpoints) {
    return new BackupAndRestore(directory, everySteps, checkpoints, deleteAtEnd);
  }

  public BackupAndRestore withDeleteAtEnd(boolean delete) {
    return new BackupAndRestore(directory, everySteps, keep, delete);
  }

  /**
   * Takes the directory, and goes on from its newest whole checkpoint if there is one.
   *
   * @throws IllegalStateException if another fit writes there
   */
  @Override
  public Observer start(Training training) {
    if (!(training instanceof Fitting fitting)) {
      throw new IllegalArgumentException("only a model's fit can be backed up");
    }
    Checkpoints checkpoints = Checkpoints.open(directory, keep);
    try {
      Checkpoints.newest(directory)
          .ifPresent(
              reader -> {
                try (reader) {
                  fitting.resume(reader);
                }
              });
    } catch (RuntimeException e) {
      checkpoints.close();
      throw e;
    }
    return new Writer(fitting, checkpoints);
  }

  private static void delete(Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the checkpoint " + checkpoint, e);
    }
  }

  private final class Writer implements Observer {
    private final Fitting fitting;
    private final Checkpoints checkpoints;
    private final Interruption interruption;
    private long saved;

    Writer(Fitting fitting, Checkpoints checkpoints) {
      this.fitting = fitting;
      this.checkpoints = checkpoints;
      this.saved = fitting.step();
      this.interruption = Interruption.watch();
    }

    @Override
    public void batchEnd(int batch, Map<String, Double> logs) {
      boolean asked = interruption.isAsked();
      if (asked || (everySteps > 0 && fitting.step() % everySteps == 0)) {
        save();
      }
      if (asked) {
        fitting.cancel(
            "the process was told to end: the fit is saved at step %d in %s; run it again to go on"
                .formatted(saved, directory));
      }
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      if (everySteps == 0) {
        save();
      }
    }

    @Override
    public void trainEnd() {
      try (interruption;
          checkpoints) {
        boolean whole = !fitting.failed() && !fitting.isCancelled();
        if (whole && deleteAtEnd) {
          Checkpoints.files(directory).values().forEach(BackupAndRestore::delete);
        } else if (!fitting.failed() && fitting.step() != saved) {
          save();
        }
      }
    }

    private void save() {
      checkpoints.save(fitting.checkpoint());
      saved = fitting.step();
    }
  }
}
