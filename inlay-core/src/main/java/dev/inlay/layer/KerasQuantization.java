package dev.inlay.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a layer of Keras's is quantized: its {@code dtype} and {@code quantization_config}. */
public final class KerasQuantization {
  private KerasQuantization() {}

  /**
   * The scheme of a layer's config; null if nothing is rounded, or in another way.
   *
   * @throws UnsupportedOperationException if inputs are rounded otherwise than by default
   */
  public static @Nullable Quantization of(Map<String, ?> config) {
    String mode = mode(config.get("dtype"));
    Map<?, ?> settings = config(config.get("quantization_config"));
    if (mode.equals("int8")) {
      boolean rounds = settings.isEmpty() || roundsInputs(settings, true);
      return Quantization.INT8.withRoundedInputs(rounds);
    }
    if (mode.equals("float8")) {
      throw new UnsupportedOperationException(
          "layer \"%s\" with floats of 8 bits; in Python, save the model before quantize(\"float8\"), or take \"int8\""
              .formatted(config.get("name")));
    }
    if (!mode.matches("int4(/-?\\d+)?")) {
      return null;
    }
    // The config goes before the policy; one of neither is of the time before there were blocks.
    Object size =
        settings.containsKey("block_size")
            ? settings.get("block_size")
            : mode.equals("int4") ? null : Integer.valueOf(mode.substring("int4/".length()));
    int block = size instanceof Number number ? Math.max(0, number.intValue()) : 0;
    return new Quantization(4, block, block == 0 && roundsInputs(settings, false));
  }

  /** The mode of a policy; empty if nothing is rounded to whole numbers. */
  private static String mode(@Nullable Object dtype) {
    if (dtype instanceof String name) {
      return name.replaceAll("_from_.*", "");
    }
    return config(dtype).get("mode") instanceof String mode ? mode : "";
  }

  private static Map<?, ?> config(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config
        ? config
        : Map.of();
  }

  private static boolean roundsInputs(Map<?, ?> settings, boolean otherwise) {
    if (!settings.containsKey("activation_quantizer")) {
      return otherwise;
    }
    Object quantizer = settings.get("activation_quantizer");
    if (quantizer == null) {
      return false;
    }
    Map<?, ?> config = config(quantizer);
    boolean isDefault =
        config.get("value_range") instanceof List<?> range
            && range.equals(List.of(-127, 127))
            && config.get("epsilon") instanceof Number epsilon
            && epsilon.floatValue() == 1e-7f;
    if (!isDefault) {
      throw new UnsupportedOperationException("inputs that are rounded by " + quantizer);
    }
    return true;
  }

  /** The settings of a layer's config without those that say how it is quantized. */
  static Map<String, @Nullable Object> without(Map<String, ?> config) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(config);
    rest.remove("dtype");
    rest.remove("quantization_config");
    return rest;
  }

  /** What Keras writes for a scheme. */
  static Map<String, @Nullable Object> write(Quantization how) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("weight_quantizer", null);
    settings.put("activation_quantizer", how.roundsInputs() ? quantizer() : null);
    int block = how.blockSize() == 0 ? -1 : how.blockSize();
    if (how.bits() == 4) {
      settings.put("block_size", block);
    }
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    policy.put("mode", how.bits() == 8 ? "int8" : "int4/" + block);
    policy.put("source_name", "float32");
    Map<String, @Nullable Object> written = new LinkedHashMap<>();
    written.put(
        "dtype",
        KerasConfig.object(
            "keras.dtype_policies",
            how.bits() == 8 ? "QuantizedDTypePolicy" : "Int4DTypePolicy",
            policy));
    written.put(
        "quantization_config",
        KerasConfig.object(
            "keras.quantizers",
            how.bits() == 8 ? "Int8QuantizationConfig" : "Int4QuantizationConfig",
            settings));
    return written;
  }

  private static Object quantizer() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("value_range", List.of(-127, 127));
    settings.put("epsilon", 1e-7);
    settings.put("output_dtype", "int8");
    return KerasConfig.object("keras.quantizers", "AbsMaxQuantizer", settings);
  }
}
