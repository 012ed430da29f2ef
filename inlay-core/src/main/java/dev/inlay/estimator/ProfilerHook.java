package dev.inlay.estimator;

import dev.inlay.engine.Stopwatch;
import dev.inlay.train.Callback;
import dev.inlay.train.Profile;
import dev.inlay.train.Profiler;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out what the time of training goes into, and tells at its end: TensorFlow's hook of this
 * name, with a table in the place of a file.
 *
 * @param profiler what the hook leaves out, and whom it tells
 */
public record ProfilerHook(Profiler profiler) implements Hook {
  /** Counts all steps. */
  public static ProfilerHook of(Consumer<Profile> listener) {
    return new ProfilerHook(Profiler.of(listener));
  }

  @Override
  public Observer start(RunContext context) {
    if (context.mode() != ModeKeys.TRAIN) {
      throw new IllegalArgumentException(
          "a ProfilerHook takes part in training alone, not in " + context.mode());
    }
    var watch = new Stopwatch();
    Callback.Observer observer = profiler.observe(watch);
    return new Observer() {
      @Override
      public void begin() {
        context.machine().watch(watch);
        observer.epochBegin(0);
      }

      @Override
      public void beforeStep() {
        observer.batchBegin(0);
      }

      @Override
      public void afterStep(double loss) {
        observer.batchEnd(0, Map.of());
      }

      @Override
      public void end() {
        observer.trainEnd();
      }

      @Override
      public void close() {
        context.machine().watch(null);
      }
    };
  }
}
