package dev.inlay.formats.keras;

import dev.inlay.feature.Feature;
import dev.inlay.feature.FeatureCross;
import dev.inlay.feature.FeatureOutput;
import dev.inlay.feature.FeatureSpace;
import dev.inlay.layer.Identity;
import dev.inlay.layer.Input;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import dev.inlay.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes feature spaces as Keras's configs. */
final class FeatureSpaceWriter {
  private static final String MODULE = "keras.src.layers.preprocessing.feature_space";

  private FeatureSpaceWriter() {}

  /** The space that a model is, if it is nothing else. */
  static Optional<FeatureSpace> of(Model model) {
    List<Layer> layers =
        model.layers().stream()
            .map(ConfigWriter::plain)
            .filter(layer -> !(layer instanceof Input || layer instanceof Identity))
            .toList();
    return layers.size() == 1 && layers.getFirst() instanceof FeatureSpace space
        ? Optional.of(space)
        : Optional.empty();
  }

  /**
   * The tree of a space.
   *
   * @throws UnsupportedOperationException naming the feature that Keras doesn't have
   */
  static Map<String, @Nullable Object> write(FeatureSpace space) {
    Map<String, Object> features = new LinkedHashMap<>();
    Map<String, Object> built = new LinkedHashMap<>();
    space
        .features()
        .forEach(
            (name, feature) -> {
              features.put(name, feature(name, feature));
              built.put(name, Map.of("input_shape", Arrays.asList(null, 1)));
            });
    List<Object> crosses = new ArrayList<>();
    space.crosses().forEach(cross -> crosses.add(cross(cross)));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("features", features);
    config.put("output_mode", space.outputMode().name().toLowerCase(Locale.ROOT));
    config.put("crosses", crosses);
    config.put("crossing_dim", 32);
    config.put("hashing_dim", 32);
    config.put("num_discretization_bins", 32);
    Map<String, @Nullable Object> tree = KerasConfig.object("keras.utils", "FeatureSpace", config);
    tree.put("build_config", built);
    return tree;
  }

  private static Map<String, @Nullable Object> feature(String name, Feature feature) {
    if (feature.multiValued() || feature.missing() != null) {
      throw new UnsupportedOperationException(
          "feature \"%s\": Keras has no features of several values a row, and no rules for missing ones"
              .formatted(name));
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(
        "dtype",
        switch (feature.dtype()) {
          case STRING -> "string";
          case INT8, INT32, INT64 -> "int32";
          case FLOAT32 -> "float32";
        });
    config.put("preprocessor", preprocessor(name, feature.preprocessor()));
    config.put("output_mode", mode(name, feature.output()));
    return registered("Feature", config);
  }

  private static Map<String, @Nullable Object> preprocessor(String name, Layer layer) {
    String own = name + "_preprocessor";
    if (!(layer instanceof Identity)) {
      return KerasConfig.write(layer, own);
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", own);
    return registered("TFDIdentity", config);
  }

  private static Object cross(FeatureCross cross) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("feature_names", cross.featureNames());
    config.put("crossing_dim", cross.crossingDim());
    config.put("output_mode", mode(cross.name(), cross.output()));
    return registered("Cross", config);
  }

  private static String mode(String name, FeatureOutput output) {
    if (output instanceof FeatureOutput.Form form) {
      return form.name().toLowerCase(Locale.ROOT);
    }
    throw new UnsupportedOperationException(
        "feature \"%s\": Keras's feature spaces have no embeddings".formatted(name));
  }

  private static Map<String, @Nullable Object> registered(
      String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> tree = KerasConfig.object(MODULE, className, config);
    tree.put("registered_name", className);
    return tree;
  }
}
