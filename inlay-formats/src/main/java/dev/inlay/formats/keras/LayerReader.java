package dev.inlay.formats.keras;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes layers and models of their configs. A layer that a file shares between two models is made
 * once.
 *
 * @param custom makes layers of classes that aren't Keras's, by the names under which these are
 *     registered
 */
record LayerReader(Map<String, Function<KerasSettings, Layer>> custom, Map<Object, Layer> shared) {
  LayerReader(Map<String, Function<KerasSettings, Layer>> custom) {
    this(custom, new HashMap<>());
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
        input = input(layer);
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

  /** An input of a model. */
  Symbol input(KerasObject layer) {
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
    return Input.of(layer.name(), dtype, rowDims(dims));
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
    Layer known = id == null ? null : shared.get(id);
    if (known != null) {
      return known;
    }
    Layer layer = make(object, settings);
    if (id != null) {
      shared.put(id, layer);
    }
    return layer;
  }

  /**
   * Layers compute in 32 bits. One that computed in fewer would predict otherwise here, by more
   * than files are held to.
   */
  private static void refuseHalfPrecision(String className, @Nullable Object dtype) {
    Object name =
        dtype instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> config
            ? config.get("name")
            : dtype;
    if (name instanceof String text && text.endsWith("float16")) {
      throw new UnsupportedOperationException("%s with dtype = %s".formatted(className, text));
    }
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
    refuseHalfPrecision(object.className(), config.get("dtype"));
    config.replaceAll((key, value) -> inner(object, value));
    refuseCustomWithin(config);
    return KerasConfig.layer(object.className(), config);
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
