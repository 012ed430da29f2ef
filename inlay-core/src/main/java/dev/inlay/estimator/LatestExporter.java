package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every model that was evaluated away, and keeps the newest: TensorFlow's class of this name.
 *
 * @param exportsToKeep how many; 0 for all
 */
public record LatestExporter(String name, int exportsToKeep) implements Exporter {
  public LatestExporter {
    Exports.check(exportsToKeep);
  }

  /** The newest five are kept. */
  public static LatestExporter of(String name) {
    return new LatestExporter(name, 5);
  }

  public LatestExporter withExportsToKeep(int count) {
    return new LatestExporter(name, count);
  }

  @Override
  public Optional<Path> export(
      Estimator estimator, Path folder, Path checkpoint, Map<String, Double> results) {
    Path exported = estimator.exportSavedModel(folder, checkpoint);
    Exports.clear(folder, exportsToKeep);
    return Optional.of(exported);
  }
}
