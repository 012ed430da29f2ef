package dev.inlay.formats.keras;

import dev.inlay.layer.CalledAs;
import dev.inlay.layer.Input;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.KerasSettings;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes layers and models of their configs. A layer that a file shares between two models, or calls
 * in several ways, has one set of weights.
 */
final class LayerReader {
  /** A layer as it is called. */
  private record Made(Map<String, Object> settings, Layer layer) {}

  private final Map<String, Function<KerasSettings, Layer>> custom;
  private final boolean keepsStates;
  private final Map<Object, List<Made>> shared = new HashMap<>();
  private final Map<KerasObject, List<Made>> single = new IdentityHashMap<>();

  /**
   * What reads one file.
   *
   * @param custom makes layers of classes that aren't Keras's, by the names under which these are
   *     registered
   * @param model the file's
   */
  LayerReader(Map<String, Function<KerasSettings, Layer>> custom, KerasObject model) {
    this.custom = custom;
    this.keepsStates = keepsStates(model.config());
  }

  /** Whether some layer goes on in the next batch where it has stopped, row by row. */
  private static boolean keepsStates(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          Boolean.TRUE.equals(map.get("stateful"))
              || map.values().stream().anyMatch(LayerReader::keepsStates);
      case List<?> list -> list.stream().anyMatch(LayerReader::keepsStates);
      case null, default -> false;
    };
  }

  /**
   * A model.
   *
   * @throws UnsupportedOperationException naming a class or setting that is missing here
   * @throws IllegalArgumentException if the config is damaged
   */
  Model model(KerasObject object) {
    refuseCustom(object);
    if (!object.isModel()) {
      throw new UnsupportedOperationException(
          "%s is no Sequential or Functional model".formatted(object));
    }
    Model model = object.isFunctional() ? FunctionalReader.read(this, object) : sequential(object);
    return object.name().isEmpty() ? model : model.named(object.name());
  }

  private Model sequential(KerasObject object) {
    boolean masks = Masks.mayComeFrom(object.config());
    Symbol input = null;
    List<Layer> layers = new ArrayList<>();
    for (Object tree : object.list("layers")) {
      KerasObject layer = KerasObject.of(tree, "a layer of " + object);
      if (layer.className().equals("InputLayer")) {
        input = input(layer, layer.name());
      } else {
        Layer made = layer(layer, Map.of());
        layers.add(masks ? Masks.asKeras(layer.className(), made) : made);
      }
    }
    if (input == null && object.config().get("build_input_shape") instanceof List<?> shape) {
      input = Input.of("input", firstType(object), rowDims(shape));
    }
    Layer[] all = layers.toArray(Layer[]::new);
    return input == null ? Sequential.of(all) : Sequential.of(input, all);
  }

  /** What a model takes that doesn't say it: texts if its first layer wants them. */
  private static DType firstType(KerasObject model) {
    KerasObject first = KerasObject.of(model.list("layers").getFirst(), "a layer");
    return switch (first.className()) {
      case "Embedding" -> DType.INT32;
      case "StringLookup", "TextVectorization" -> DType.STRING;
      default -> DType.FLOAT32;
    };
  }

  /**
   * An input of a model.
   *
   * @param name what it is called here
   */
  Symbol input(KerasObject layer, String name) {
    Object shape = layer.config().get("batch_shape");
    if (shape == null) {
      shape = layer.config().get("batch_input_shape");
    }
    if (!(shape instanceof List<?> dims)) {
      throw new IllegalArgumentException("%s has no \"batch_shape\"".formatted(layer));
    }
    String type = String.valueOf(layer.config().getOrDefault("dtype", "float32"));
    DType dtype =
        switch (type) {
          case "float16", "bfloat16", "float32", "float64", "bool" -> DType.FLOAT32;
          case "int8", "int16", "int32", "uint8", "uint16", "uint32" -> DType.INT32;
          case "int64", "uint64" -> DType.INT64;
          case "string" -> DType.STRING;
          default -> throw new UnsupportedOperationException("%s of %s".formatted(layer, type));
        };
    return keepsStates && !dims.isEmpty() && dims.getFirst() instanceof Number rows
        ? Input.ofBatch(name, dtype, rows.intValue(), rowDims(dims))
        : Input.of(name, dtype, rowDims(dims));
  }

  /** The axes after the batch's. */
  private static int[] rowDims(List<?> batchShape) {
    int[] dims = new int[Math.max(0, batchShape.size() - 1)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = batchShape.get(i + 1) instanceof Number n ? n.intValue() : -1;
    }
    return dims;
  }

  /**
   * A layer, or a model that stands for one.
   *
   * @param settings from its calls
   */
  Layer layer(KerasObject object, Map<String, Object> settings) {
    Object id = object.sharedId();
    List<Made> known =
        id == null
            ? single.computeIfAbsent(object, _ -> new ArrayList<>())
            : shared.computeIfAbsent(id, _ -> new ArrayList<>());
    for (Made one : known) {
      if (one.settings().equals(settings)) {
        return one.layer();
      }
    }
    Layer layer = make(object, settings);
    if (!known.isEmpty()) {
      layer = new CalledAs(layer, known.getFirst().layer());
    }
    known.add(new Made(settings, layer));
    return layer;
  }

  private Layer make(KerasObject object, Map<String, Object> settings) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    config.putAll(settings);
    Function<KerasSettings, Layer> own = custom.get(object.registeredName());
    if (own == null) {
      own = custom.get(object.className());
    }
    if (own != null) {
      Layer layer = own.apply(new KerasSettings(object.className(), config));
      return object.name().isEmpty() ? layer : layer.named(object.name());
    }
    refuseCustom(object);
    if (object.isModel()) {
      Model model = model(object);
      return Boolean.FALSE.equals(config.get("trainable")) ? model.frozen() : model;
    }
    config.replaceAll((key, value) -> inner(object, value));
    refuseCustomWithin(config);
    return plain(object, config);
  }

  /** A layer of Keras's. */
  private static Layer plain(KerasObject object, Map<String, @Nullable Object> config) {
    String dtype = Precision.name(config.get("dtype"));
    if (Precision.isOther(dtype)) {
      config.remove("dtype");
    }
    Object trainable = config.remove("trainable");
    config.remove("name");
    config.replaceAll((_, value) -> Precision.single(value));
    Layer layer = Precision.of(dtype, KerasConfig.layer(object.className(), config));
    layer = object.name().isEmpty() ? layer : layer.named(object.name());
    return Boolean.FALSE.equals(trainable) ? layer.frozen() : layer;
  }

  /** What only a reader of files can make for a layer that wraps it: a model, or a custom layer. */
  private @Nullable Object inner(KerasObject wrapper, @Nullable Object value) {
    if (!KerasObject.is(value)) {
      return value;
    }
    KerasObject inner = KerasObject.of(value, "a setting of " + wrapper);
    boolean own =
        custom.containsKey(inner.registeredName()) || custom.containsKey(inner.className());
    return inner.isModel() || own ? layer(inner, Map.of()) : value;
  }

  private static void refuseCustom(KerasObject object) {
    if (!object.isKeras() || object.className().equals("Lambda")) {
      throw new UnsupportedOperationException(Refusal.of(object));
    }
  }

  /** Refuses what isn't Keras's among the settings of a layer: a cell, an initializer, code. */
  private static void refuseCustomWithin(@Nullable Object tree) {
    switch (tree) {
      case Map<?, ?> map -> {
        if (map.get("class_name") instanceof String name && name.startsWith("__lambda")) {
          throw new UnsupportedOperationException(Refusal.of(name, map));
        }
        if (KerasObject.is(map)) {
          refuseCustom(KerasObject.of(map, "a setting"));
        }
        map.values().forEach(LayerReader::refuseCustomWithin);
      }
      case List<?> list -> list.forEach(LayerReader::refuseCustomWithin);
      case null, default -> {}
    }
  }
}
