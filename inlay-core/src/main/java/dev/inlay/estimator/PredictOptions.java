package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an estimator predicts.
 *
 * @param keys of the predictions that are wanted; empty for all
 * @param hooks take part
 * @param checkpoint whose weights predict; null for the newest
 */
public record PredictOptions(List<String> keys, List<Hook> hooks, @Nullable Path checkpoint) {
  public PredictOptions {
    keys = List.copyOf(keys);
    hooks = List.copyOf(hooks);
  }

  /** All predictions. */
  public static PredictOptions of() {
    return new PredictOptions(List.of(), List.of(), null);
  }

  /** With predictions of these keys only. */
  public PredictOptions withKeys(String... wanted) {
    return new PredictOptions(List.of(wanted), hooks, checkpoint);
  }

  public PredictOptions withHooks(Hook... others) {
    return new PredictOptions(keys, List.of(others), checkpoint);
  }

  public PredictOptions withCheckpoint(Path file) {
    return new PredictOptions(keys, hooks, file);
  }
}
