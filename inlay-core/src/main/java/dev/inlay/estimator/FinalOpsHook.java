package dev.inlay.estimator;

import java.util.Optional;
import java.util.function.Function;

/**
 * Computes something when a run has ended, from its weights: TensorFlow's hook of this name.
 *
 * @param <T> what is computed
 */
public final class FinalOpsHook<T> implements Hook {
  private final Function<RunContext, T> function;
  private Optional<T> values = Optional.empty();

  private FinalOpsHook(Function<RunContext, T> function) {
    this.function = function;
  }

  /** A hook for one run at a time. */
  public static <T> FinalOpsHook<T> of(Function<RunContext, T> function) {
    return new FinalOpsHook<>(function);
  }

  /** What was computed at the end of the last run; empty while none has ended. */
  public Optional<T> values() {
    return values;
  }

  @Override
  public Observer start(RunContext context) {
    return new Observer() {
      @Override
      public void end() {
        values = Optional.of(function.apply(context));
      }
    };
  }
}
