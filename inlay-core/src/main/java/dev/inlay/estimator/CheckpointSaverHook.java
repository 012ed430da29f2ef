package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes checkpoints of a training: one before the first step, then by steps or by time, and one at
 * the end. An estimator with a model directory has one by itself, as its {@link RunConfig} says;
 * one that is given to {@code train} stands in its place.
 *
 * @param directory where they go; one trainer at a time may write there
 * @param saveSteps after how many steps; 0 to go by time
 * @param saveEvery after how much time; zero for none between the first and the last
 * @param keepMax how many of the newest are kept; 0 for all
 * @param keepEvery of those that are older, one is kept for good for each such time
 * @param listeners are told
 */
public record CheckpointSaverHook(
    Path directory,
    int saveSteps,
    Duration saveEvery,
    int keepMax,
    Duration keepEvery,
    List<CheckpointSaverListener> listeners)
    implements Hook {
  public CheckpointSaverHook {
    listeners = List.copyOf(listeners);
    RunConfig.checkCadence(saveSteps, saveEvery);
  }

  /** Every so many steps, the newest five kept. */
  public static CheckpointSaverHook ofSteps(Path directory, int steps) {
    return of(RunConfig.of().withSaveCheckpointsSteps(steps), directory, List.of());
  }

  /** Every so often, the newest five kept. */
  public static CheckpointSaverHook of(Path directory, Duration every) {
    return of(RunConfig.of().withSaveCheckpointsEvery(every), directory, List.of());
  }

  static CheckpointSaverHook of(
      RunConfig config, Path directory, List<CheckpointSaverListener> listeners) {
    return new CheckpointSaverHook(
        directory,
        config.saveCheckpointsSteps(),
        config.saveCheckpointsEvery(),
        config.keepCheckpointMax(),
        config.keepCheckpointEvery(),
        listeners);
  }

  public CheckpointSaverHook withListeners(CheckpointSaverListener... others) {
    return new CheckpointSaverHook(
        directory, saveSteps, saveEvery, keepMax, keepEvery, List.of(others));
  }

  CheckpointSaverHook withMoreListeners(List<CheckpointSaverListener> more) {
    List<CheckpointSaverListener> all = new ArrayList<>(listeners);
    all.addAll(more);
    return new CheckpointSaverHook(directory, saveSteps, saveEvery, keepMax, keepEvery, all);
  }

  /**
   * Takes the right to write into the directory.
   *
   * @throws IllegalStateException if somebody else has it
   */
  @Override
  public Observer start(RunContext context) {
    Checkpoints checkpoints =
        Checkpoints.open(directory, keepMax == 0 ? Integer.MAX_VALUE : keepMax)
            .keepingEvery(keepEvery);
    return new Saver(this, context, checkpoints);
  }

  /** Saves one training. */
  private static final class Saver implements Observer {
    private final CheckpointSaverHook settings;
    private final RunContext context;
    private final Checkpoints checkpoints;
    private final Timer timer;
    private long saved = -1;

    Saver(CheckpointSaverHook settings, RunContext context, Checkpoints checkpoints) {
      this.settings = settings;
      this.context = context;
      this.checkpoints = checkpoints;
      this.timer = new Timer(settings.saveSteps, settings.saveEvery, 0);
    }

    @Override
    public void begin() {
      settings.listeners.forEach(listener -> listener.begin(context));
      long step = context.globalStep();
      timer.reset(step);
      if (Checkpoints.files(settings.directory).containsKey(step)) {
        saved = step;
      } else {
        save();
      }
    }

    @Override
    public void afterStep(double loss) {
      if (timer.isDue(context.globalStep())) {
        save();
      }
    }

    @Override
    public void end() {
      if (context.globalStep() != saved) {
        save();
      }
      settings.listeners.forEach(listener -> listener.end(context));
    }

    private void save() {
      saved = context.globalStep();
      timer.reset(saved);
      settings.listeners.forEach(listener -> listener.beforeSave(context));
      Path file = checkpoints.save(context.machine().checkpoint(context.sample()));
      context.saved(settings.directory, saved);
      settings.listeners.forEach(listener -> listener.afterSave(context, file));
    }

    @Override
    public void close() {
      checkpoints.close();
    }
  }
}
