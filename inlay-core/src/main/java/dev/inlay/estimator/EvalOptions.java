package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an estimator is evaluated.
 *
 * @param steps over how many batches at most; 0 for all of the data
 * @param name results are kept in {@code eval_NAME} of the model directory; empty for {@code eval}
 * @param hooks take part
 * @param checkpoint whose weights are measured; null for the newest
 */
public record EvalOptions(int steps, String name, List<Hook> hooks, @Nullable Path checkpoint) {
  public EvalOptions {
    hooks = List.copyOf(hooks);
    if (steps < 0) {
      throw new IllegalArgumentException(
          "evaluation over %d batches; give 1 or more, or 0 for all".formatted(steps));
    }
    if (name.contains("/") || name.contains("\\")) {
      throw new IllegalArgumentException(
          "evaluation \"%s\"; a folder is named after it, so leave slashes out".formatted(name));
    }
  }

  /** Over all of the data, without a name. */
  public static EvalOptions of() {
    return new EvalOptions(0, "", List.of(), null);
  }

  /** Over so many batches, or all if there are fewer. */
  public EvalOptions withSteps(int batches) {
    return new EvalOptions(batches, name, hooks, checkpoint);
  }

  public EvalOptions withName(String newName) {
    return new EvalOptions(steps, newName, hooks, checkpoint);
  }

  public EvalOptions withHooks(Hook... others) {
    return new EvalOptions(steps, name, List.of(others), checkpoint);
  }

  public EvalOptions withCheckpoint(Path file) {
    return new EvalOptions(steps, name, hooks, file);
  }

  /** The folder of the results within the model directory. */
  String folder() {
    return name.isEmpty() ? "eval" : "eval_" + name;
  }
}
