package dev.inlay.formats.keras;

import dev.inlay.checkpoint.WholeFile;
import dev.inlay.formats.hdf5.Hdf5Writer;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Json;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a model as the {@code .h5} that {@link LegacyFile} describes. */
final class LegacyWriter {
  private static final String WEIGHTS = "model_weights";

  private final Hdf5Writer hdf5;
  private final Model model;
  private final KerasObject config;

  private LegacyWriter(Hdf5Writer hdf5, Model model, KerasObject config) {
    this.hdf5 = hdf5;
    this.model = model;
    this.config = config;
  }

  /** Writes a file, whole or not at all. */
  static void save(Model model, KerasObject config, Path file) {
    try {
      WholeFile.write(
          file,
          unfinished -> {
            try (var hdf5 = Hdf5Writer.create(unfinished)) {
              new LegacyWriter(hdf5, model, config).write();
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void write() {
    String tree = Json.writeForPython(config.tree());
    refuse(tree);
    for (String group : List.of("", WEIGHTS)) {
      hdf5.text(group, "keras_version", KerasWriter.VERSION);
      hdf5.text(group, "backend", "tensorflow");
    }
    hdf5.text("", "model_config", tree);
    List<String> paths = weights();
    CompileWriter.of(model, config).ifPresent(writer -> training(writer, paths));
  }

  /** What Keras itself writes into such a file and then can't read. */
  private void refuse(String tree) {
    if (tree.contains("\"__ellipsis__\"")) {
      throw new UnsupportedOperationException(
          "x[..., 0] in an .h5 file, which Keras can't read; save a .keras file");
    }
    boolean isQuantized =
        model.knowsInputs()
            && model.variables().values().stream().anyMatch(v -> v.dtype() == DType.INT8);
    if (isQuantized) {
      throw new UnsupportedOperationException(
          "weights held in 8 bits in an .h5 file; save a .keras file");
    }
    if (model.knowsInputs() && model.weightShapes().keySet().stream().anyMatch(LowRank::isUpdate)) {
      throw new UnsupportedOperationException(
          "updates of low rank (LoRA) in an .h5 file; save a .keras file");
    }
  }

  /** Gives the paths of the weights in the order in which they are written. */
  private List<String> weights() {
    Map<String, Variable> variables = model.knowsInputs() ? model.variables() : Map.of();
    Map<String, List<String>> layers =
        LegacyFile.weightsOf(config, List.copyOf(variables.keySet()));
    List<String> written = new ArrayList<>();
    List<String> frozen = LegacyFile.frozen(config);
    layers.forEach(
        (layer, paths) -> {
          String group = WEIGHTS + "/" + layer;
          hdf5.group(group);
          List<String> ordered = LegacyFile.trainedFirst(paths, variables, frozen);
          for (String path : ordered) {
            Variable variable = Objects.requireNonNull(variables.get(path));
            hdf5.floats(
                group + "/" + path,
                IntStream.of(variable.shape().dims()).boxed().toList(),
                variable.values());
          }
          hdf5.texts(group, "weight_names", ordered);
          written.addAll(paths);
        });
    hdf5.group(WEIGHTS);
    hdf5.texts(WEIGHTS, "layer_names", List.copyOf(layers.keySet()));
    return written;
  }

  private void training(CompileWriter writer, List<String> paths) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(writer.config());
    tree.put("optimizer_config", tree.remove("optimizer"));
    hdf5.text("", "training_config", Json.writeForPython(tree));
    writer
        .memory(paths)
        .ifPresent(
            memory -> {
              int count = memory.write(hdf5, "optimizer_weights/", model.step());
              hdf5.texts(
                  "optimizer_weights",
                  "weight_names",
                  IntStream.range(0, count).mapToObj(Integer::toString).toList());
            });
  }
}
