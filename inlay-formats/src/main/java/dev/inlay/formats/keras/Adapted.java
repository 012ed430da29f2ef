package dev.inlay.formats.keras;

import dev.inlay.formats.hdf5.Dataset;
import dev.inlay.formats.hdf5.Group;
import dev.inlay.tensor.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What preprocessing layers have learned of data. Keras keeps it in assets and variables, we in the
 * layer's settings: so it is put into the config before layers are made of it.
 */
final class Adapted {
  private final KerasArchive archive;
  private final Group root;

  Adapted(KerasArchive archive, Group root) {
    this.archive = archive;
    this.root = root;
  }

  /** A model's config with all that its layers have learned. */
  static KerasObject complete(KerasObject model, KerasArchive archive, Group root) {
    return WeightPlaces.mapped(model, new Adapted(archive, root)::layer);
  }

  /** A layer with what it has learned, which lies in a group. */
  KerasObject layer(KerasObject layer, String group) {
    return switch (layer.className()) {
      case "StringLookup", "IntegerLookup" -> lookup(layer, group);
      case "TextVectorization" -> lookup(layer, group + "/_lookup_layer");
      case "Normalization" -> normalization(layer, group);
      default -> layer;
    };
  }

  private KerasObject lookup(KerasObject layer, String group) {
    String asset = asset(group);
    if (archive.names(asset).isEmpty()) {
      asset = asset(WeightsReader.older(group));
    }
    if (layer.config().get("vocabulary") != null || archive.names(asset).isEmpty()) {
      return layer;
    }
    List<Object> terms = new ArrayList<>();
    boolean whole = layer.className().equals("IntegerLookup");
    String text = new String(archive.bytes(asset), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      terms.add(whole ? (Object) number(layer, line) : line);
    }
    while (!terms.isEmpty() && terms.getLast().equals("")) {
      terms.removeLast();
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("vocabulary", terms);
    array(group + "/vars/idf_weights")
        .ifPresent(weights -> settings.put("idf_weights", nested(weights)));
    return layer.withSettings(settings);
  }

  private static String asset(String group) {
    return "assets/" + group + "/vocabulary.txt";
  }

  private Optional<Dataset> array(String path) {
    return root.dataset(path).or(() -> root.dataset(WeightsReader.older(path)));
  }

  private static long number(KerasObject layer, String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s has \"%s\" in its vocabulary, which is no whole number".formatted(layer, line), e);
    }
  }

  private KerasObject normalization(KerasObject layer, String group) {
    Optional<Dataset> mean = array(group + "/vars/0");
    Optional<Dataset> variance = array(group + "/vars/1");
    return layer.config().get("mean") != null || mean.isEmpty() || variance.isEmpty()
        ? layer
        : layer.withSettings(
            Map.of("mean", nested(mean.get()), "variance", nested(variance.get())));
  }

  /** Numbers as lists in lists. */
  static Object nested(Dataset dataset) {
    var table = new Table(1, Math.toIntExact(dataset.size()));
    dataset.read(table);
    return nested(dataset.dims(), 0, table.array(), 0);
  }

  private static Object nested(List<Long> dims, int axis, float[] numbers, int from) {
    if (axis == dims.size()) {
      return (double) numbers[from];
    }
    int width =
        (int) dims.subList(axis + 1, dims.size()).stream().reduce(1L, (a, b) -> a * b).longValue();
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < dims.get(axis); i++) {
      list.add(nested(dims, axis + 1, numbers, from + i * width));
    }
    return list;
  }
}
