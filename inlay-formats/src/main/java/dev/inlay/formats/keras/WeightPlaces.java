package dev.inlay.formats.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where the weights of a model lie in {@code model.weights.h5}. A layer's group goes by its class
 * and its place among the layers of that class ({@code layers/dense_1}), whatever its name is; what
 * is inside of a layer goes by the name of its field in Python ({@code forward_layer/cell}).
 */
final class WeightPlaces {
  /**
   * A layer of ours and where its weights are.
   *
   * @param paths of the layer in our model, which has its weights under one of them: a layer that
   *     is shared by models within a model has several
   * @param groups the groups that hold its weights, or single arrays, in the order in which our
   *     layer has them
   */
  record Place(List<String> paths, KerasObject layer, List<String> groups) {
    /** Whether a weight of ours is this layer's. */
    boolean has(String weight) {
      return paths.stream().anyMatch(path -> weight.startsWith(path + "/"));
    }

    /** Whether each weight has a place of its own. */
    boolean isOfArrays() {
      return !groups.isEmpty() && groups.getFirst().contains("/vars/");
    }
  }

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<Object, String> shared = new HashMap<>();

  private WeightPlaces() {}

  /** All layers of a model, those of models within it too, in order. */
  static List<Place> of(KerasObject model) {
    var found = new WeightPlaces();
    found.model(model, "", "");
    return List.copyOf(found.places.values());
  }

  private void model(KerasObject model, String group, String path) {
    inModel(model, group)
        .forEach(
            (inner, layer) -> {
              String at = path + layer.name();
              String there = layer.sharedId() == null ? inner : first(layer.sharedId(), inner);
              if (layer.isModel()) {
                model(layer, there + "/", at + "/");
              } else if (layer.className().equals("TimeDistributed")
                  && inner(layer, "layer").isModel()) {
                KerasObject part = inner(layer, "layer");
                model(part, there + "/layer/", at + "/" + part.name() + "/");
              } else {
                places
                    .computeIfAbsent(
                        there, _ -> new Place(new ArrayList<>(), layer, leaves(layer, there)))
                    .paths()
                    .add(at);
              }
            });
  }

  /** Keras writes what it meets more than once where it meets it first. */
  private String first(Object id, String group) {
    String known = shared.putIfAbsent(id, group);
    return known == null ? group : known;
  }

  /** The layers of a model by their groups. */
  static Map<String, KerasObject> inModel(KerasObject model, String group) {
    List<KerasObject> layers = new ArrayList<>();
    for (Object tree : model.list("layers")) {
      KerasObject layer = KerasObject.of(tree, "a layer of " + model);
      // A Sequential model doesn't count its input.
      boolean counted = model.isFunctional() || !layer.className().equals("InputLayer");
      if (counted && !layer.isOperation()) {
        layers.add(layer);
      }
    }
    return inContainer(layers, group + "layers/");
  }

  /**
   * A model with its layers changed, those of models within it too.
   *
   * @param change makes of a layer, or of a model whose layers have been changed, another one; it
   *     is given the group too
   */
  static KerasObject mapped(
      KerasObject model, BiFunction<KerasObject, String, KerasObject> change) {
    return model.isModel() ? mapped(model, "", change) : model;
  }

  private static KerasObject mapped(
      KerasObject model, String group, BiFunction<KerasObject, String, KerasObject> change) {
    Map<String, Object> changed = new HashMap<>();
    inModel(model, group)
        .forEach(
            (at, layer) -> {
              KerasObject inner = layer.isModel() ? mapped(layer, at + "/", change) : layer;
              changed.put(layer.name(), change.apply(inner, at).tree());
            });
    List<@Nullable Object> layers = new ArrayList<>();
    for (Object tree : model.list("layers")) {
      layers.add(changed.getOrDefault(KerasObject.of(tree, "a layer").name(), tree));
    }
    return model.withSettings(Map.of("layers", layers));
  }

  /** Objects by their groups in a folder, which go by their classes. */
  static Map<String, KerasObject> inContainer(List<KerasObject> objects, String folder) {
    Map<String, KerasObject> groups = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (KerasObject object : objects) {
      String kind = snakeCase(pythonName(object.className()));
      int count = counts.merge(kind, 1, Integer::sum) - 1;
      groups.put(folder + (count == 0 ? kind : kind + "_" + count), object);
    }
    return groups;
  }

  /** The name of a class in Python's source, where Keras shows another. */
  private static String pythonName(String className) {
    return className.equals("GroupQueryAttention") ? "GroupedQueryAttention" : className;
  }

  /** As Keras makes names of classes: {@code p_re_lu}, {@code conv1d}. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** The groups in which the weights of a layer lie. */
  private static List<String> leaves(KerasObject layer, String group) {
    return switch (layer.className()) {
      case "LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D" ->
          List.of(group + "/cell");
      case "RNN" -> leaves(inner(layer, "cell"), group + "/cell");
      case "StackedRNNCells" -> {
        List<KerasObject> cells = new ArrayList<>();
        layer.list("cells").forEach(tree -> cells.add(KerasObject.of(tree, "a cell")));
        List<String> groups = new ArrayList<>();
        inContainer(cells, group + "/cells/")
            .forEach((inner, cell) -> groups.addAll(leaves(cell, inner)));
        yield groups;
      }
      case "Bidirectional" -> {
        KerasObject forward = inner(layer, "layer");
        KerasObject backward =
            KerasObject.is(layer.config().get("backward_layer"))
                ? inner(layer, "backward_layer")
                : forward;
        List<String> groups = new ArrayList<>(leaves(forward, group + "/forward_layer"));
        groups.addAll(leaves(backward, group + "/backward_layer"));
        yield groups;
      }
      case "TimeDistributed" -> leaves(inner(layer, "layer"), group + "/layer");
      case "MultiHeadAttention" -> projections(layer, group, "/");
      case "GroupQueryAttention", "GroupedQueryAttention" -> projections(layer, group, "/_");
      // It counts the kernel of the layer inside among its own.
      case "SpectralNormalization" ->
          List.of(group + "/layer/vars/0", group + "/vars/1", group + "/layer/vars/1");
      // What it knows of the data is a setting of ours.
      case "Normalization" -> List.of();
      case "Sequential", "Functional", "Model" -> {
        List<String> groups = new ArrayList<>();
        inModel(layer, group + "/").forEach((inner, part) -> groups.addAll(leaves(part, inner)));
        yield groups;
      }
      default -> List.of(group);
    };
  }

  private static List<String> projections(KerasObject layer, String group, String sign) {
    String own = group + sign;
    List<String> groups = new ArrayList<>(List.of(own + "query_dense", own + "key_dense"));
    if (Boolean.TRUE.equals(layer.config().get("use_gate"))) {
      // No property shows it, as others are shown in attention of several heads.
      groups.add(group + "/_gate_dense");
    }
    groups.addAll(List.of(own + "value_dense", own + "output_dense"));
    return groups;
  }

  private static KerasObject inner(KerasObject layer, String key) {
    return KerasObject.of(layer.config().get(key), layer + "'s " + key);
  }
}
