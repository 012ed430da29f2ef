package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Gives models away while they are trained and evaluated: TensorFlow's class of this name. */
public interface Exporter {
  /** Of the folder below {@code export} in the model directory. */
  String name();

  /** Whether it is asked only once, when training has ended. */
  default boolean onlyAtTheEnd() {
    return false;
  }

  /**
   * Gives a model away, or not.
   *
   * @param folder where models of this exporter go
   * @param checkpoint that was evaluated
   * @param results of the evaluation
   * @return where the model is; empty if none was given away
   */
  Optional<Path> export(
      Estimator estimator, Path folder, Path checkpoint, Map<String, Double> results);
}
