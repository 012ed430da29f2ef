package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Gives the model away once, when training has ended: TensorFlow's class of this name. */
public record FinalExporter(String name) implements Exporter {
  public static FinalExporter of(String name) {
    return new FinalExporter(name);
  }

  @Override
  public boolean onlyAtTheEnd() {
    return true;
  }

  @Override
  public Optional<Path> export(
      Estimator estimator, Path folder, Path checkpoint, Map<String, Double> results) {
    return Optional.of(estimator.exportSavedModel(folder, checkpoint));
  }
}
