package dev.inlay.train;

import dev.inlay.engine.Stopwatch;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out what the time of a fit goes into, and tells at its end:
 *
 * <pre>{@code
 * model.fit(x, y, Fit.epochs(3).withCallbacks(Profiler.of(System.out::println)));
 * }</pre>
 *
 * <p>Reading the clock takes some 25 nanoseconds, about fifty times a step. Without a profiler, it
 * isn't read.
 *
 * @param warmUp how many first steps don't count: the JIT is still at work
 * @param listener is given the profile
 */
public record Profiler(int warmUp, Consumer<Profile> listener) implements Callback {
  /** Counts all steps. */
  public static Profiler of(Consumer<Profile> listener) {
    return new Profiler(0, listener);
  }

  /** Leaves first steps out. */
  public Profiler withWarmUp(int steps) {
    return new Profiler(steps, listener);
  }

  @Override
  public Observer start(Training training) {
    var watch = new Stopwatch();
    Observer observer = observe(watch);
    return new Observer() {
      @Override
      public void trainBegin() {
        training.watch(watch);
      }

      @Override
      public void epochBegin(int epoch) {
        observer.epochBegin(epoch);
      }

      @Override
      public void batchBegin(int batch) {
        observer.batchBegin(batch);
      }

      @Override
      public void batchEnd(int batch, Map<String, Double> logs) {
        observer.batchEnd(batch, logs);
      }

      @Override
      public void trainEnd() {
        training.watch(null);
        observer.trainEnd();
      }
    };
  }

  /** Takes part in a loop that tells its steps to a stopwatch. For the library's own loops. */
  @SuppressWarnings("exports")
  public Observer observe(Stopwatch watch) {
    return new Observer() {
      private int steps;

      @Override
      public void epochBegin(int epoch) {
        watch.end(Stopwatch.Part.OTHER);
      }

      @Override
      public void batchBegin(int batch) {
        watch.end(Stopwatch.Part.ENCODE);
        if (steps == warmUp) {
          watch.restart();
        }
      }

      @Override
      public void batchEnd(int batch, Map<String, Double> logs) {
        steps++;
        watch.end(Stopwatch.Part.OTHER);
      }

      @Override
      public void trainEnd() {
        listener.accept(Profile.of(watch, Math.max(0, steps - warmUp)));
      }
    };
  }
}
