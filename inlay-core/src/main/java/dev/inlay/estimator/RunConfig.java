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
 * @param saveCheckpointsSteps after how many steps a checkpoint is written; 0 to go by time
 * @param saveCheckpointsEvery after how much time a checkpoint is written; zero for none between
 *     the first and the last
 * @param keepCheckpointMax how many of the newest checkpoints are kept
 * @param logStepCountSteps after how many steps loss and speed are logged; 0 for never
 */
public record RunConfig(
    @Nullable Path modelDir,
    long seed,
    int saveCheckpointsSteps,
    Duration saveCheckpointsEvery,
    int keepCheckpointMax,
    int logStepCountSteps) {
  public RunConfig {
    atLeast("saveCheckpointsSteps", saveCheckpointsSteps, 0);
    atLeast("keepCheckpointMax", keepCheckpointMax, 1);
    atLeast("logStepCountSteps", logStepCountSteps, 0);
    if (saveCheckpointsEvery.isNegative()) {
      throw new IllegalArgumentException(
          "saveCheckpointsEvery: %s; give zero or more".formatted(saveCheckpointsEvery));
    }
    if (saveCheckpointsSteps > 0 && !saveCheckpointsEvery.isZero()) {
      throw new IllegalArgumentException(
          "checkpoints go by steps or by time, not both: %d steps, %s"
              .formatted(saveCheckpointsSteps, saveCheckpointsEvery));
    }
  }

  /**
   * In memory, with seed 0; with a directory a checkpoint every ten minutes, of which five are
   * kept; a line of log every 100 steps.
   */
  public static RunConfig of() {
    return new RunConfig(null, 0, 0, Duration.ofMinutes(10), 5, 100);
  }

  public RunConfig withModelDir(Path directory) {
    return new RunConfig(
        directory,
        seed,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        logStepCountSteps);
  }

  public RunConfig withSeed(long newSeed) {
    return new RunConfig(
        modelDir,
        newSeed,
        saveCheckpointsSteps,
        saveCheckpointsEvery,
        keepCheckpointMax,
        logStepCountSteps);
  }

  /** A checkpoint after so many steps, instead of by time; 0 for none but the first and last. */
  public RunConfig withSaveCheckpointsSteps(int steps) {
    return new RunConfig(
        modelDir, seed, steps, Duration.ZERO, keepCheckpointMax, logStepCountSteps);
  }

  /** A checkpoint after so much time, instead of by steps. */
  public RunConfig withSaveCheckpointsEvery(Duration time) {
    return new RunConfig(modelDir, seed, 0, time, keepCheckpointMax, logStepCountSteps);
  }

  public RunConfig withKeepCheckpointMax(int checkpoints) {
    return new RunConfig(
        modelDir, seed, saveCheckpointsSteps, saveCheckpointsEvery, checkpoints, logStepCountSteps);
  }

  public RunConfig withLogStepCountSteps(int steps) {
    return new RunConfig(
        modelDir, seed, saveCheckpointsSteps, saveCheckpointsEvery, keepCheckpointMax, steps);
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s: %d; give %d or more".formatted(what, value, least));
    }
  }
}
