package dev.inlay.formats.keras;

import dev.inlay.feature.FeatureSpace;
import dev.inlay.formats.DamagedFileException;
import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.formats.hdf5.Hdf5File;
import dev.inlay.layer.KerasSettings;
import dev.inlay.layer.Layer;
import dev.inlay.model.Model;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads Keras's files.
 *
 * @param layers makes layers of classes that aren't Keras's, by the names under which these are
 *     registered
 * @param training whether a model that was compiled is compiled again, so that its training can go
 *     on
 */
public record KerasReader(Map<String, Function<KerasSettings, Layer>> layers, boolean training) {
  public KerasReader {
    layers = Map.copyOf(layers);
  }

  static KerasReader of() {
    return new KerasReader(Map.of(), true);
  }

  /**
   * With a layer of yours for a class that Keras doesn't have.
   *
   * @param className its name in Python, with the package under which it is registered or without:
   *     {@code my_package>Scale}
   * @param maker makes the layer of what {@code get_config()} gave in Python; its weights have to
   *     be asked for in the order in which Python makes them
   */
  public KerasReader withLayer(String className, Function<KerasSettings, Layer> maker) {
    Map<String, Function<KerasSettings, Layer>> more = new HashMap<>(layers);
    more.put(className, maker);
    return new KerasReader(more, training);
  }

  /** For prediction alone: optimizer, losses and metrics are left aside, whatever they are. */
  public KerasReader withoutTraining() {
    return new KerasReader(layers, false);
  }

  /**
   * Reads a model: a {@code .keras} file of Keras 3, or a whole-model {@code .h5} of Keras 2 or 3.
   *
   * @throws DamagedFileException if the file is broken
   * @throws UnsupportedOperationException naming the layer or setting that is missing here
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public Model load(Path file) {
    return reading(file, () -> LegacyFile.is(file) ? legacy(file) : archive(file));
  }

  /** Takes for damage what Keras would never have written. */
  private static <T> T reading(Path file, Supplier<T> read) {
    try {
      return read.get();
    } catch (DamagedFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, e);
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      throw new DamagedFileException(file, "can't be what Keras has written (%s)".formatted(e));
    }
  }

  /**
   * Reads what {@code FeatureSpace.save()} wrote in Python. {@link #load} reads it too, as a model.
   *
   * @throws DamagedFileException if the file is broken, or is no feature space's
   * @throws UnsupportedOperationException naming the feature or layer that is missing here
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public FeatureSpace loadFeatureSpace(Path file) {
    return FeatureSpaceWriter.of(load(file))
        .orElseThrow(
            () -> new DamagedFileException(file, "holds a model and no feature space; load it"));
  }

  private Model archive(Path file) {
    try (KerasArchive archive = KerasArchive.open(file);
        ExtractedFile weights = archive.weights();
        Hdf5File hdf5 = Hdf5File.open(weights.path(), file.resolve(KerasArchive.WEIGHTS))) {
      Group root = hdf5.root();
      KerasObject written = KerasObject.of(archive.config(), "config.json");
      if (FeatureSpaceReader.is(written)) {
        return FeatureSpaceReader.model(
            FeatureSpaceReader.read(
                new LayerReader(layers, written), written, new Adapted(archive, root)));
      }
      KerasObject marked = SharedLayers.marked(written, root);
      KerasObject config = Adapted.complete(marked, archive, root);
      Model model = new LayerReader(layers, config).model(config);
      List<String> paths = WeightsReader.read(model, config, root);
      compile(model, config, paths, OptimizerReader.variables(root));
      return model;
    }
  }

  private Model legacy(Path file) {
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      LegacyFile legacy = LegacyFile.of(file, hdf5.root());
      Model model = new LayerReader(layers, legacy.config()).model(legacy.config());
      if (model.knowsInputs()) {
        List<String> paths = legacy.readWeights(model);
        compile(model, legacy.config(), paths, legacy.memory());
      }
      return model;
    }
  }

  private void compile(Model model, KerasObject config, List<String> paths, List<Dataset> memory) {
    if (training && model.knowsInputs()) {
      CompileReader.read(config, model.outputNames())
          .ifPresent(compile -> OptimizerReader.read(model, config, compile, paths, memory));
    }
  }

  /** Gives a model the weights of a file, and what the optimizer remembered. */
  static void loadWeights(Model model, Path file) {
    KerasObject config = KerasObject.of(ConfigWriter.model(model, "model"), "a model");
    Model _ =
        reading(
            file,
            () ->
                file.toString().endsWith(".keras")
                    ? restoreArchive(model, config, file)
                    : restoreWeights(model, config, file));
  }

  private static Model restoreArchive(Model model, KerasObject config, Path file) {
    try (KerasArchive archive = KerasArchive.open(file);
        ExtractedFile weights = archive.weights();
        Hdf5File hdf5 = Hdf5File.open(weights.path(), file.resolve(KerasArchive.WEIGHTS))) {
      return restore(model, config, hdf5.root());
    }
  }

  private static Model restoreWeights(Model model, KerasObject config, Path file) {
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      return restore(model, config, hdf5.root());
    }
  }

  private static Model restore(Model model, KerasObject config, Group root) {
    List<String> paths = WeightsReader.read(model, config, root);
    OptimizerReader.readIfSame(model, paths, OptimizerReader.variables(root));
    return model;
  }
}
