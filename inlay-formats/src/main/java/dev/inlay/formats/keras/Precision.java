package dev.inlay.formats.keras;

import dev.inlay.layer.HalfPrecision;
import dev.inlay.layer.HalfPrecision.Format;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Normalization;
import dev.inlay.layer.PreprocessingLayer;
import dev.inlay.layer.Rescaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * With what numbers Keras's layers compute: their {@code dtype}. Layers here compute in 32 bits.
 * More bits agree with that to five digits and more; fewer are made to show as they do in Keras.
 */
final class Precision {
  private Precision() {}

  /** The name of a policy or type: {@code mixed_float16}, {@code int8}. */
  static String name(@Nullable Object dtype) {
    return switch (dtype) {
      case String name -> name;
      case Map<?, ?> policy when policy.get("config") instanceof Map<?, ?> config -> {
        // A quantized one has a mode, and the type that its scales are of.
        Object mode = config.get("mode");
        yield String.valueOf(mode == null ? config.get("name") : mode);
      }
      case null, default -> "float32";
    };
  }

  /** A layer's settings, and those of layers inside it, with 32 bits in the place of 64. */
  static @Nullable Object single(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> single = new LinkedHashMap<>();
        map.forEach(
            (key, value) ->
                single.put(
                    String.valueOf(key),
                    "dtype".equals(key) && name(value).equals("float64")
                        ? "float32"
                        : single(value)));
        yield single;
      }
      case List<?> list -> {
        List<@Nullable Object> single = new ArrayList<>();
        list.forEach(element -> single.add(single(element)));
        yield single;
      }
      case null, default -> tree;
    };
  }

  /** Whether a layer of this type takes more than one of 32 bits. */
  static boolean isOther(String dtype) {
    return dtype.endsWith("float16") || dtype.equals("float64");
  }

  /** A layer that computes with the numbers of a type. */
  static Layer of(String dtype, Layer layer) {
    Format format = format(dtype);
    // What becomes of data before numbers are computed doesn't depend on it.
    boolean computes =
        !(layer instanceof PreprocessingLayer)
            || layer instanceof Normalization
            || layer instanceof Rescaling;
    return format != null && computes ? new HalfPrecision(layer, format) : layer;
  }

  private static @Nullable Format format(String dtype) {
    return switch (dtype) {
      case "mixed_float16", "float16" -> Format.FLOAT16;
      case "mixed_bfloat16", "bfloat16" -> Format.BFLOAT16;
      default -> null;
    };
  }

  /**
   * An operation that computes with the numbers of what it is called with: with 16 bits if all
   * floats are such. Numbers that stand in Python's source have no type of their own.
   *
   * @param call as Keras writes it
   */
  static Layer of(@Nullable Object call, Operation operation) {
    List<String> types = new ArrayList<>();
    types(call, types);
    List<String> floats = types.stream().filter(type -> type.contains("float")).distinct().toList();
    Format format = floats.size() == 1 ? format(floats.getFirst()) : null;
    return format == null || operation.className().equals("Cast")
        ? operation
        : new HalfPrecision(operation, format);
  }

  /** The types of all tensors in a call. */
  private static void types(@Nullable Object tree, List<String> found) {
    switch (tree) {
      case Map<?, ?> map
          when map.get("class_name") instanceof String name && name.startsWith("__") -> {
        if (map.get("config") instanceof Map<?, ?> config
            && config.get("dtype") instanceof String type) {
          found.add(type);
        }
      }
      case Map<?, ?> map -> map.values().forEach(value -> types(value, found));
      case List<?> list -> list.forEach(value -> types(value, found));
      case null, default -> {}
    }
  }
}
