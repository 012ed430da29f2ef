package dev.inlay.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes what Keras writes: the class and {@code get_config()} of a layer, an activation,
 * an initializer, a regularizer or a constraint. When reading, names may be in snake or camel case,
 * and an object may stand as a name alone, as Keras allows.
 *
 * <p>A class or a setting that has no counterpart on the other side is an {@link
 * UnsupportedOperationException} that names it, so that nothing is dropped in silence.
 */
public final class KerasConfig {
  private static final List<KerasClass<?>> CLASSES =
      Stream.of(
              KerasCore.CLASSES,
              KerasActivations.CLASSES,
              KerasMerging.CLASSES,
              KerasAttention.CLASSES,
              KerasNormalization.CLASSES,
              KerasRegularization.CLASSES,
              KerasReshaping.CLASSES,
              KerasConvolution.CLASSES,
              KerasPooling.CLASSES,
              KerasLookups.CLASSES,
              KerasPreprocessing.CLASSES,
              KerasRecurrent.CLASSES)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, KerasClass<?>> BY_NAME =
      CLASSES.stream().collect(Collectors.toMap(KerasClass::className, Function.identity()));

  /** Of several names for one layer, the first is written. */
  private static final Map<Class<?>, KerasClass<?>> BY_TYPE =
      CLASSES.stream()
          .collect(Collectors.toMap(KerasClass::type, Function.identity(), (first, _) -> first));

  private KerasConfig() {}

  /**
   * A layer, with the name that the config gives it, frozen if the config says so.
   *
   * <p>What Keras is told when a layer is called is a setting of the layer here, and may stand
   * among the others under its name: {@code use_causal_mask}, {@code return_attention_scores}.
   *
   * @param className as Keras names it: {@code Dense}
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming a class or setting that is missing here
   * @throws IllegalArgumentException if a setting is missing, or out of its range
   */
  public static Layer layer(String className, Map<String, ?> config) {
    KerasClass<?> row = BY_NAME.get(className);
    if (row == null) {
      throw new UnsupportedOperationException("layer " + className);
    }
    Quantization how = KerasQuantization.of(config);
    var from =
        new KerasSettings(className, how == null ? config : KerasQuantization.without(config));
    Layer layer = row.reader().apply(from);
    if (from.text("data_format", "channels_last").equals("channels_first")) {
      layer = ChannelsFirst.of(layer);
    }
    if (how != null) {
      layer = new Quantized(layer, how);
    }
    int rank = from.integer("lora_rank", 0);
    double alpha = from.number("lora_alpha", rank);
    if (rank > 0) {
      layer = new Lora(layer, rank, (float) alpha);
    }
    refuseForgottenScales(layer);
    String name = from.text("name", "");
    boolean trainable = from.flag("trainable", true);
    from.refuseTheRest();
    layer = name.isEmpty() ? layer : layer.named(name);
    return trainable ? layer : layer.frozen();
  }

  /**
   * A layer as Keras writes it: a map of {@code module}, {@code class_name}, {@code config} and
   * {@code registered_name}.
   *
   * @param name its name in the model, which Keras keeps in the config
   * @throws UnsupportedOperationException naming a layer or setting that Keras doesn't have
   */
  public static Map<String, @Nullable Object> write(Layer layer, String name) {
    return switch (layer) {
      case Named(var _, Layer inner) -> write(inner, name);
      case Frozen(Layer inner) -> with(write(inner, name), "trainable", false);
      case Lora(Layer inner, int rank, float alpha) ->
          with(with(write(inner, name), "lora_rank", rank), "lora_alpha", (double) alpha);
      case Quantized(Layer inner, Quantization how) -> {
        if (!Quantized.suits(inner)) {
          throw new UnsupportedOperationException(
              "layer \"%s\": Keras quantizes what is inside %s, but can't read the file that it writes of it"
                  .formatted(name, inner.getClass().getSimpleName()));
        }
        Map<String, @Nullable Object> tree = write(inner, name);
        for (var setting : KerasQuantization.write(how).entrySet()) {
          tree = with(tree, setting.getKey(), setting.getValue());
        }
        yield tree;
      }
      case ChannelsFirst(Layer inner) -> with(write(inner, name), "data_format", "channels_first");
      case HalfPrecision(Layer inner, var format) -> {
        var dtype = dtype("mixed_" + format.name().toLowerCase(Locale.ROOT));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(write(inner, name));
        tree.put("config", computing(tree.get("config"), dtype));
        yield tree;
      }
      default -> {
        refuseForgottenScales(layer);
        KerasClass<?> row = BY_TYPE.get(layer.getClass());
        if (row == null) {
          throw new UnsupportedOperationException(
              "layer \"%s\": Keras has no %s; give Keras a custom object of that name"
                  .formatted(name, layer.getClass().getSimpleName()));
        }
        var fields = new KerasFields();
        // Not all of Keras's layers take "trainable", so it stands only where it says something.
        fields.put("name", name).put("dtype", dtype("float32"));
        row.write(layer, fields);
        yield object("keras.layers", row.className(), fields.config());
      }
    };
  }

  /**
   * An object as Keras writes it, which may be added to: {@code module}, {@code class_name}, {@code
   * config}; as one of Keras's own it is not registered.
   *
   * @param module where Keras has the class: {@code keras.layers}
   * @param config what its {@code get_config()} gives
   */
  public static Map<String, @Nullable Object> object(
      String module, String className, Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("module", module);
    tree.put("class_name", className);
    tree.put("config", config);
    tree.put("registered_name", null);
    return tree;
  }

  /** Settings of a layer with another type of numbers, for the layers inside of it too. */
  private static @Nullable Object computing(@Nullable Object tree, Map<String, ?> dtype) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach(
            (key, value) ->
                all.put(
                    String.valueOf(key), "dtype".equals(key) ? dtype : computing(value, dtype)));
        yield all;
      }
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(element -> all.add(computing(element, dtype)));
        yield all;
      }
      case null, default -> tree;
    };
  }

  /**
   * The settings of a layer that Keras keeps with its calls: {@code use_causal_mask}, {@code
   * return_attention_scores}, where they are on.
   *
   * @throws UnsupportedOperationException naming a setting that Keras doesn't have
   */
  public static Map<String, Object> callArguments(Layer layer) {
    return switch (layer) {
      case Named(var _, Layer inner) -> callArguments(inner);
      case Frozen(Layer inner) -> callArguments(inner);
      case Lora(Layer inner, var _, var _) -> callArguments(inner);
      case Quantized(Layer inner, _) -> callArguments(inner);
      case ChannelsFirst(Layer inner) -> callArguments(inner);
      case HalfPrecision(Layer inner, var _) -> callArguments(inner);
      default -> {
        KerasClass<?> row = BY_TYPE.get(layer.getClass());
        var fields = new KerasFields();
        if (row != null) {
          row.write(layer, fields);
        }
        yield fields.arguments();
      }
    };
  }

  /** The name of a layer's activation function in Keras; empty if it has none or Keras hasn't. */
  public static Optional<String> activationOf(Layer layer) {
    Map<String, @Nullable Object> tree;
    try {
      tree = write(layer, layer.kind());
    } catch (UnsupportedOperationException _) {
      return Optional.empty();
    }
    return tree.get("config") instanceof Map<?, ?> config
        ? switch (config.get("activation")) {
          case String name -> Optional.of(name);
          case Map<?, ?> function -> Optional.of(String.valueOf(function.get("class_name")));
          case null, default -> Optional.empty();
        }
        : Optional.empty();
  }

  /** Whether a layer of this name of Keras's can be read. */
  public static boolean knows(String className) {
    return BY_NAME.containsKey(className);
  }

  /** Whether Keras has a layer that does what this one does. */
  static boolean isKnown(Layer layer) {
    return BY_TYPE.containsKey(layer.getClass());
  }

  /** Refuses a layer of which Keras computes what nobody wants. */
  private static void refuseForgottenScales(Layer layer) {
    if (layer instanceof TimeDistributed(Layer inner) && isQuantized(inner)) {
      throw new UnsupportedOperationException(
          "TimeDistributed of a quantized layer, whose scales Keras forgets; apply the layer"
              + " itself, which works on each step");
    }
  }

  private static boolean isQuantized(Layer layer) {
    return layer instanceof Quantized
        || (layer instanceof Wrapper wrapper && isQuantized(wrapper.layer()));
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> tree, String key, @Nullable Object value) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (tree.get("config") instanceof Map<?, ?> before) {
      before.forEach((k, v) -> config.put(String.valueOf(k), v));
    }
    config.put(key, value);
    tree.put("config", config);
    return tree;
  }

  private static Map<String, @Nullable Object> dtype(String name) {
    return object("keras", "DTypePolicy", Map.of("name", name));
  }

  /** An activation function; null is the linear one. */
  public static ActivationFunction activation(@Nullable Object tree) {
    return KerasActivations.read(tree);
  }

  /** An initializer; {@code otherwise} stands in for null. */
  public static Initializer initializer(@Nullable Object tree, Initializer otherwise) {
    return KerasInitializers.read(tree, otherwise);
  }

  /** A regularizer, or null. */
  public static @Nullable Regularizer regularizer(@Nullable Object tree) {
    return KerasRegularizers.read(tree);
  }

  /** A constraint, or null. */
  public static @Nullable Constraint constraint(@Nullable Object tree) {
    return KerasConstraints.read(tree);
  }
}
