package dev.inlay.formats.keras;

import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.graph.Variable;
import dev.inlay.model.Model;
import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Gives a model the weights of {@code model.weights.h5}. */
final class WeightsReader {
  private final Group root;
  private final Map<String, Dataset> found = new LinkedHashMap<>();
  private final Set<String> packed = new HashSet<>();

  private WeightsReader(Group root) {
    this.root = root;
  }

  /**
   * Reads all weights. Before the first is made, all shapes are held against the file's, so that a
   * config can't ask for more memory than the file has numbers.
   *
   * @return the paths of the weights, updates of low rank among them, in the order of Keras's
   *     layers
   * @throws IllegalArgumentException naming the weight that the file lacks or has in another shape;
   *     then none is changed
   */
  static List<String> read(Model model, KerasObject config, Group root) {
    var reader = new WeightsReader(root);
    List<WeightPlaces.Place> places = WeightPlaces.of(config);
    if (!model.knowsInputs() && places.stream().allMatch(p -> reader.datasets(p).isEmpty())) {
      // It was saved before it had seen data.
      return List.of();
    }
    if (!model.knowsInputs()) {
      throw new UnsupportedOperationException(
          "%s doesn't know its input yet, so that it can't be given weights; show it data, in Python before it is saved"
              .formatted(config));
    }
    reader.match(places, model.weightShapes());
    Map<String, Variable> variables = model.variables();
    reader.found.forEach(
        (path, dataset) -> {
          Variable variable = Objects.requireNonNull(variables.get(path));
          switch (variable.storage()) {
            case Table table -> dataset.read(table);
            case Bytes bytes when reader.packed.contains(path) ->
                QuantizedArrays.unpack(dataset, path, variable.shape(), bytes);
            case Bytes bytes -> dataset.read(bytes);
          }
        });
    return LowRank.withUpdates(List.copyOf(reader.found.keySet()), variables.keySet());
  }

  private void match(List<WeightPlaces.Place> places, Map<String, Shape> shapes) {
    Map<String, Shape> left = new LinkedHashMap<>(shapes);
    for (WeightPlaces.Place place : places) {
      List<String> paths = left.keySet().stream().filter(place::has).toList();
      // Keras adds an update of low rank to the kernel before it writes.
      paths.stream().filter(LowRank::isUpdate).forEach(left::remove);
      paths =
          QuantizedArrays.inOrder(paths.stream().filter(path -> !LowRank.isUpdate(path)).toList());
      List<Dataset> datasets = datasets(place);
      boolean of4Bits = QuantizedArrays.areOf4Bits(place.layer());
      if (datasets.size() != paths.size()) {
        throw new IllegalArgumentException(
            "%s has weights %s, the file holds %d for it"
                .formatted(place.layer(), paths, datasets.size()));
      }
      for (int i = 0; i < paths.size(); i++) {
        String path = paths.get(i);
        if (!path.equals(QuantizedArrays.BLOCKS)) {
          Shape shape = Objects.requireNonNull(left.remove(path));
          boolean isPacked = of4Bits && left.containsKey(path + "_scale");
          match(path, isPacked ? QuantizedArrays.packed(path, shape) : shape, datasets.get(i));
          if (isPacked) {
            packed.add(path);
          }
        }
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("the file holds no weights for " + left.keySet());
    }
  }

  private void match(String path, Shape shape, Dataset dataset) {
    wantShape(path, shape, dataset);
    found.put(path, dataset);
  }

  /** Wants an array to have a weight's shape. */
  static void wantShape(String path, Shape shape, Dataset dataset) {
    if (!dims(shape).equals(dataset.dims())) {
      throw new IllegalArgumentException(
          "weight \"%s\" has shape %s, the file's \"%s\" has %s"
              .formatted(path, shape, dataset.path(), dataset.dims()));
    }
  }

  static List<Long> dims(Shape shape) {
    return IntStream.of(shape.dims()).asLongStream().boxed().toList();
  }

  private List<Dataset> datasets(WeightPlaces.Place place) {
    List<Dataset> datasets = new ArrayList<>();
    if (place.isOfArrays()) {
      place
          .groups()
          .forEach(
              array ->
                  root.dataset(array)
                      .or(() -> root.dataset(older(array)))
                      .ifPresent(datasets::add));
      return datasets;
    }
    for (String group : place.groups()) {
      Optional<Group> vars = vars(group);
      for (int i = 0; vars.isPresent(); i++) {
        Optional<Dataset> next = vars.get().dataset(String.valueOf(i));
        if (next.isEmpty()) {
          break;
        }
        datasets.add(next.get());
      }
    }
    return datasets;
  }

  /**
   * The weights of a group. Some versions of Keras write fields of attention layers with a line in
   * front, and the first ones called a model's layers its dependencies.
   */
  private Optional<Group> vars(String group) {
    int slash = group.lastIndexOf('/') + 1;
    return root.group(group + "/vars")
        .or(() -> root.group(group.substring(0, slash) + "_" + group.substring(slash) + "/vars"))
        .or(() -> root.group(group.replace("/_", "/") + "/vars"))
        .or(() -> root.group(older(group) + "/vars"));
  }

  /** Where the first versions of Keras 3's files have a group, or what is in it. */
  static String older(String group) {
    return group.replace("layers/", "_layer_checkpoint_dependencies/");
  }
}
