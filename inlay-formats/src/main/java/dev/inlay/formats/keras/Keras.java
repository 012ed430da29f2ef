package dev.inlay.formats.keras;

import dev.inlay.feature.FeatureSpace;
import dev.inlay.model.Model;
import java.nio.file.Path;

/** Models from Keras and for Keras. */
public final class Keras {
  private Keras() {}

  /**
   * Reads a model: a {@code .keras} file of Keras 3, or a whole-model {@code .h5} of Keras 2 or 3.
   * If it was compiled, it is again, and training goes on as if it had never stopped.
   *
   * @throws dev.inlay.formats.DamagedFileException if the file is broken
   * @throws UnsupportedOperationException naming the layer, loss, optimizer or setting that is
   *     missing here
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Model load(Path file) {
    return reader().load(file);
  }

  /**
   * Writes a {@code .keras} file that Python's Keras 3 opens, whole or not at all: layers, weights,
   * how the model is compiled, and what its optimizer remembers. A name that ends in {@code .h5} or
   * {@code .hdf5} gives the whole-model file of old, which Keras 3 opens too.
   *
   * @throws UnsupportedOperationException naming the layer, loss, optimizer or setting that Keras
   *     doesn't have
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public static void save(Model model, Path file) {
    KerasWriter.save(model, file);
  }

  /**
   * Reads what {@code FeatureSpace.save()} wrote in Python, with all that it has learned.
   *
   * @throws dev.inlay.formats.DamagedFileException if the file is broken, or is no feature space's
   * @throws UnsupportedOperationException naming the feature or layer that is missing here
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static FeatureSpace loadFeatureSpace(Path file) {
    return reader().loadFeatureSpace(file);
  }

  /**
   * Writes a {@code .keras} file that Python's {@code keras.models.load_model} opens as a {@code
   * FeatureSpace}, whole or not at all.
   *
   * @throws UnsupportedOperationException naming the feature that Keras doesn't have: an embedding,
   *     several values a row, a rule for missing values
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public static void save(FeatureSpace space, Path file) {
    KerasWriter.save(space, file);
  }

  /**
   * Writes a {@code .weights.h5} file for a model of the same layers in Python: weights, and what
   * the optimizer remembers.
   *
   * @throws UnsupportedOperationException naming the layer that Keras doesn't have
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public static void saveWeights(Model model, Path file) {
    KerasWriter.saveWeights(model, file);
  }

  /**
   * Gives a model the weights of a {@code .weights.h5} or {@code .keras} file of a model of the
   * same layers. If it is compiled with the same kind of optimizer as the file's, that goes on
   * where the file's has stopped; else it begins anew.
   *
   * @throws dev.inlay.formats.DamagedFileException if the file is broken, or lacks a weight or has
   *     it in another shape; then none is changed
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static void loadWeights(Model model, Path file) {
    KerasReader.loadWeights(model, file);
  }

  /** What reads files as a user wants them read. */
  public static KerasReader reader() {
    return KerasReader.of();
  }
}
