package dev.inlay.formats.keras;

import dev.inlay.formats.DamagedFileException;
import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Json;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The whole-model {@code .h5} of Keras 2, which Keras 3 reads and writes too. The root's attributes
 * {@code model_config} and {@code training_config} are JSON; below {@code model_weights}, each
 * layer has a group, whose attribute {@code weight_names} says which arrays are its weights, those
 * that are trained in front; {@code optimizer_weights} has the optimizer's variables in order.
 */
final class LegacyFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private final Group root;
  private final KerasObject model;

  private LegacyFile(Group root, KerasObject model) {
    this.root = root;
    this.model = model;
  }

  /** Whether a file is HDF5, and no zip. */
  static boolean is(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(SIGNATURE.length), SIGNATURE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /**
   * The model of a file.
   *
   * @throws DamagedFileException if it holds weights alone
   */
  static LegacyFile of(Path file, Group root) {
    Map<?, ?> config = json(root, "model_config");
    if (config == null) {
      throw new DamagedFileException(
          file, "holds weights, but no \"model_config\"; make the model and use Keras.loadWeights");
    }
    KerasObject model = KerasObject.of(config, "model_config");
    Map<?, ?> training = json(root, "training_config");
    if (training != null) {
      Map<Object, @Nullable Object> compile = new LinkedHashMap<>(training);
      compile.put("optimizer", plain(training.get("optimizer_config")));
      compile.remove("optimizer_config");
      model = model.with("compile_config", compile);
    }
    return new LegacyFile(root, new LegacyFile(root, model).completed());
  }

  private static @Nullable Map<?, ?> json(Group root, String attribute) {
    List<String> texts = root.texts(attribute);
    return texts.size() == 1 && Json.read(texts.getFirst(), attribute) instanceof Map<?, ?> map
        ? map
        : null;
  }

  /** An optimizer's config without what Keras 2 has and Keras 3 leaves aside, in today's names. */
  private static @Nullable Object plain(@Nullable Object optimizer) {
    if (!KerasObject.is(optimizer)) {
      return optimizer;
    }
    KerasObject object = KerasObject.of(optimizer, "optimizer_config");
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    if (config.containsKey("lr")) {
      config.putIfAbsent("learning_rate", config.remove("lr"));
    }
    for (String old : List.of("decay", "jit_compile", "is_legacy_optimizer")) {
      if (!(config.get(old) instanceof Number n) || n.doubleValue() == 0) {
        config.remove(old);
      }
    }
    if (config.remove("decay") instanceof Number decay
        && config.get("learning_rate") instanceof Number rate) {
      // Keras 2 divided the rate by 1 + decay * step.
      config.put(
          "learning_rate",
          Map.of(
              "class_name",
              "InverseTimeDecay",
              "config",
              Map.of(
                  "initial_learning_rate",
                  rate,
                  "decay_steps",
                  1,
                  "decay_rate",
                  decay,
                  "staircase",
                  false)));
    }
    if (Boolean.FALSE.equals(config.get("use_ema")) || config.get("use_ema") == null) {
      config.keySet().removeAll(List.of("ema_momentum", "ema_overwrite_frequency", "use_ema"));
    }
    return object.with("config", config).tree();
  }

  /** How the model is made and compiled, in the form of a {@code .keras} file's config. */
  KerasObject config() {
    return model;
  }

  /** The model with what preprocessing layers have learned. */
  private KerasObject completed() {
    Map<String, List<Dataset>> weights = weights();
    return WeightPlaces.mapped(
        model,
        (layer, _) -> {
          List<Dataset> own = weights.getOrDefault(layer.name(), List.of());
          return layer.className().equals("Normalization")
                  && layer.config().get("mean") == null
                  && own.size() >= 2
              ? layer.withSettings(
                  Map.of(
                      "mean", Adapted.nested(own.get(0)), "variance", Adapted.nested(own.get(1))))
              : layer;
        });
  }

  /** The arrays of layers that have some, by the layers' names, in order. */
  private Map<String, List<Dataset>> weights() {
    Group all =
        root.group("model_weights")
            .orElseThrow(() -> new IllegalArgumentException("there are no \"model_weights\""));
    Map<String, List<Dataset>> weights = new LinkedHashMap<>();
    for (String name : texts(all, "layer_names")) {
      Group layer = all.group(name).orElseThrow(() -> missing(name));
      List<Dataset> arrays = arrays(layer);
      if (!arrays.isEmpty()) {
        weights.put(name, arrays);
      }
    }
    return weights;
  }

  private static List<Dataset> arrays(Group group) {
    List<Dataset> arrays = new ArrayList<>();
    for (String name : texts(group, "weight_names")) {
      arrays.add(group.dataset(name).orElseThrow(() -> missing(name)));
    }
    return arrays;
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("the file lacks \"%s\", which it lists".formatted(name));
  }

  /** An attribute of texts; a long one has been cut in pieces. */
  private static List<String> texts(Group group, String attribute) {
    List<String> texts = new ArrayList<>(group.texts(attribute));
    for (int i = 0; !group.texts(attribute + i).isEmpty(); i++) {
      texts.addAll(group.texts(attribute + i));
    }
    return texts;
  }

  /**
   * Gives the model made of {@link #config} its weights.
   *
   * @return their paths, in the order of Keras's layers
   * @throws IllegalArgumentException naming the layer whose weights are others; then none is
   *     changed
   */
  List<String> readWeights(Model into) {
    Map<String, Shape> shapes = into.weightShapes();
    Map<String, List<String>> ours = weightsOf(model, List.copyOf(shapes.keySet()));
    Map<String, List<Dataset>> theirs = weights();
    theirs.keySet().removeAll(learned());
    if (!new ArrayList<>(theirs.keySet()).equals(new ArrayList<>(ours.keySet()))) {
      throw new IllegalArgumentException(
          "the model has weights in layers %s, the file in %s"
              .formatted(ours.keySet(), theirs.keySet()));
    }
    // Before the first is made, so that a config can't ask for more than the file has.
    theirs.forEach((layer, arrays) -> wantSizes(layer, shapes, ours.get(layer), arrays));
    Map<String, Variable> variables = into.variables();
    Map<Table, Dataset> matched = new LinkedHashMap<>();
    List<String> frozen = frozen(model);
    theirs.forEach(
        (layer, arrays) -> {
          List<String> paths = Objects.requireNonNull(ours.get(layer));
          List<String> ordered = trainedFirst(paths, variables, frozen);
          for (int i = 0; i < ordered.size(); i++) {
            Variable variable = Objects.requireNonNull(variables.get(ordered.get(i)));
            WeightsReader.wantShape(ordered.get(i), variable.shape(), arrays.get(i));
            matched.put(variable.values(), arrays.get(i));
          }
        });
    matched.forEach((values, array) -> array.read(values));
    return ours.values().stream().flatMap(List::stream).toList();
  }

  /** Of all weights' paths, those of each of a model's layers that has some. */
  static Map<String, List<String>> weightsOf(KerasObject model, List<String> all) {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    for (WeightPlaces.Place place : WeightPlaces.of(model)) {
      String top = place.paths().getFirst().split("/", 2)[0];
      for (String path : all) {
        if (place.has(path) && !LowRank.isUpdate(path)) {
          layers.computeIfAbsent(top, _ -> new ArrayList<>()).add(path);
        }
      }
    }
    return layers;
  }

  /** The weights of a layer in the order of such a file: those that are trained stand in front. */
  static List<String> trainedFirst(
      List<String> paths, Map<String, Variable> variables, List<String> frozen) {
    List<String> ordered = new ArrayList<>(paths);
    ordered.removeIf(path -> !isTrained(variables, path, frozen));
    paths.stream().filter(path -> !ordered.contains(path)).forEach(ordered::add);
    return ordered;
  }

  /** What the paths of weights begin with that a model doesn't train. */
  static List<String> frozen(KerasObject model) {
    List<String> frozen = new ArrayList<>();
    frozen(model, "", frozen);
    return frozen;
  }

  private static boolean isTrained(
      Map<String, Variable> variables, String path, List<String> frozen) {
    return Objects.requireNonNull(variables.get(path)).trainable()
        && frozen.stream().noneMatch(path::startsWith);
  }

  private static void wantSizes(
      String layer, Map<String, Shape> shapes, @Nullable List<String> paths, List<Dataset> arrays) {
    long here =
        paths == null
            ? -1
            : paths.stream().mapToLong(p -> Objects.requireNonNull(shapes.get(p)).size()).sum();
    long there = arrays.stream().mapToLong(Dataset::size).sum();
    if (paths == null || here != there || paths.size() != arrays.size()) {
      throw new IllegalArgumentException(
          "layer \"%s\" has weights %s of %,d numbers, the file has %d weights of %,d for it"
              .formatted(layer, paths, here, arrays.size(), there));
    }
  }

  /** Layers whose weights have become settings. */
  private List<String> learned() {
    return model.list("layers").stream()
        .map(tree -> KerasObject.of(tree, "a layer"))
        .filter(layer -> layer.className().equals("Normalization"))
        .map(KerasObject::name)
        .toList();
  }

  private static void frozen(KerasObject model, String path, List<String> found) {
    for (Object tree : model.list("layers")) {
      KerasObject layer = KerasObject.of(tree, "a layer of " + model);
      String at = path + layer.name() + "/";
      if (Boolean.FALSE.equals(layer.config().get("trainable"))) {
        found.add(at);
      }
      if (layer.isModel()) {
        frozen(layer, at, found);
      }
    }
  }

  /** The optimizer's variables in order; none if it has none, or in the order of Keras 2. */
  List<Dataset> memory() {
    String version = root.texts("keras_version").stream().findFirst().orElse("1");
    return version.startsWith("3")
        ? root.group("optimizer_weights").map(LegacyFile::arrays).orElse(List.of())
        : List.of();
  }
}
