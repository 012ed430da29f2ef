package dev.inlay.estimator;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an estimator runs, whatever its model: TensorFlow's class of this name, with its defaults.
 *
 * @param modelDir where checkpoints are kept and training is taken up again; null to keep the model
 *     in memory only
 * @param seed what first weights and dropout are a function of
 * @param saveSummarySteps after how many steps summaries are written; 0 for never
 * @param saveCheckpointsSteps after how many steps a checkpoint is written; 0 to go by time
 * @param saveCheckpointsEvery after how much time a checkpoint is written; zero for none between
 *     the first and the last
 * @param keepCheckpointMax how many of the newest checkpoints are kept; 0 for all
 * @param keepCheckpointEvery of the checkpoints beyond those, one is kept for each such time, as
 *     {@code kept-STEP.inlay}
 * @param logStepCountSteps after how many steps loss and speed are logged; 0 for never
 * @param summaries opens what summaries are written to; null for none
 * @param sampleRows how many raw rows of the training data each checkpoint keeps with what is
 *     predicted of them, so that a reader can see whether it still is; 0 for none, if nobody may
 *     see the data
 */
public record RunConfig(
    @Nullable Path modelDir,
    long seed,
    int saveSummarySteps,
    int saveCheckpointsSteps,
    Duration saveCheckpointsEvery,
    int keepCheckpointMax,
    Duration keepCheckpointEvery,
    int logStepCountSteps,
    SummaryWriter.@Nullable Factory summaries,
    int sampleRows) {
  public RunConfig {
    atLeast("saveSummarySteps", saveSummarySteps);
    atLeast("keepCheckpointMax", keepCheckpointMax);
    atLeast("logStepCountSteps", logStepCountSteps);
    atLeast("sampleRows", sampleRows);
    checkCadence(saveCheckpointsSteps, saveCheckpointsEvery);
    if (keepCheckpointEvery.isNegative() || keepCheckpointEvery.isZero()) {
      throw new IllegalArgumentException(
          "keepCheckpointEvery: %s; give some time".formatted(keepCheckpointEvery));
    }
  }

  /** Refuses checkpoints that go by steps and by time. */
  static void checkCadence(int steps, Duration every) {
    atLeast("saveCheckpointsSteps", steps);
    if (every.isNegative()) {
      throw new IllegalArgumentException(
          "saveCheckpointsEvery: %s; give zero or more".formatted(every));
    }
    if (steps > 0 && !every.isZero()) {
      throw new IllegalArgumentException(
          "checkpoints go by steps or by time, not both: %d steps, %s".formatted(steps, every));
    }
  }

  /**
   * In memory, with seed 0; with a directory a checkpoint every ten minutes, of which five are
   * kept, and one for each 10,000 hours; a line of log every 100 steps.
   */
  public static RunConfig of() {
    return new RunConfig(
        null, 0, 100, 0, Duration.ofMinutes(10), 5, Duration.ofHours(10_000), 100, null, 5);
  }

  public RunConfig withModelDir(Path directory) {
    return new RunConfig(
        directory,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  public RunConfig withSeed(long newSeed) {
    return new RunConfig(
        modelDir,
        newSeed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  public RunConfig withSaveSummarySteps(int steps) {
    return new RunConfig(
        modelDir,
        seed,
        steps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  /** A checkpoint after so many steps, instead of by time; 0 for none but the first and last. */
  public RunConfig withSaveCheckpointsSteps(int steps) {
    return withCadence(steps, Duration.ZERO);
  }

  /** A checkpoint after so much time, instead of by steps. */
  public RunConfig withSaveCheckpointsEvery(Duration time) {
    return withCadence(0, time);
  }

  private RunConfig withCadence(int steps, Duration time) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        steps,
        time,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  /** With so many of the newest checkpoints kept; 0 for all. */
  public RunConfig withKeepCheckpointMax(int checkpoints) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        checkpoints,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  /** With one of the older checkpoints kept for good for each such time. */
  public RunConfig withKeepCheckpointEvery(Duration time) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        time,
        logStepCountSteps,
        summaries,
        sampleRows);
  }

  public RunConfig withLogStepCountSteps(int steps) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        steps,
        summaries,
        sampleRows);
  }

  /** With summaries of training and evaluations written, if there is a model directory. */
  public RunConfig withSummaries(SummaryWriter.Factory writers) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        writers,
        sampleRows);
  }

  /** With so many raw rows and their predictions kept in each checkpoint; 0 for none. */
  public RunConfig withSampleRows(int rows) {
    return new RunConfig(
        modelDir,
        seed,
        saveSummarySteps,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        keepCheckpointEvery,
        logStepCountSteps,
        summaries,
        rows);
  }

  private static void atLeast(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s: %d; give 0 or more".formatted(what, value));
    }
  }
}
