package dev.inlay.formats.keras;

import dev.inlay.feature.Feature;
import dev.inlay.feature.FeatureCross;
import dev.inlay.feature.FeatureOutput;
import dev.inlay.feature.FeatureSpace;
import dev.inlay.layer.Application;
import dev.inlay.layer.Identity;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code FeatureSpace.save()} wrote in Python: a file like a model's, whose vocabularies
 * and means are those of the features' preprocessing layers.
 */
final class FeatureSpaceReader {
  private static final String CLASS = "FeatureSpace";

  private final LayerReader layers;
  private final KerasObject space;

  private FeatureSpaceReader(LayerReader layers, KerasObject space) {
    this.layers = layers;
    this.space = space;
  }

  static boolean is(KerasObject object) {
    return object.className().equals(CLASS) && object.isKeras();
  }

  /** The space of a file that says it is one. */
  static FeatureSpace read(LayerReader layers, KerasObject space, Adapted adapted) {
    return new FeatureSpaceReader(layers, space).read(adapted);
  }

  /** A space as a model, whose inputs are the features, and whose outputs have their names. */
  static Model model(FeatureSpace space) {
    List<Symbol> inputs = space.inputs();
    List<Symbol> outputs = Application.of(space, inputs.toArray(Symbol[]::new)).outputs();
    if (space.outputMode() == FeatureSpace.OutputMode.CONCAT) {
      return Model.of(inputs, outputs);
    }
    Map<String, Symbol> byName = new TreeMap<>();
    for (Symbol output : outputs) {
      String name = space.outputNames().get(byName.size());
      byName.put(name, output.to(Identity.of().named(name)));
    }
    return Model.of(inputs, List.copyOf(byName.values()));
  }

  private FeatureSpace read(Adapted adapted) {
    Map<String, KerasObject> described = new LinkedHashMap<>();
    KerasObject.map(space.config().get("features"), CLASS + "'s features")
        .forEach(
            (name, tree) -> described.put(name, KerasObject.of(tree, "feature \"" + name + "\"")));
    List<KerasObject> preprocessors = described.values().stream().map(this::preprocessor).toList();
    List<Layer> learned = new ArrayList<>();
    WeightPlaces.inContainer(preprocessors, "preprocessors/")
        .forEach((group, layer) -> learned.add(layer(adapted.layer(layer, group))));
    Map<String, Feature> features = new LinkedHashMap<>();
    described.forEach(
        (name, feature) ->
            features.put(
                name, Feature.of(type(feature), learned.get(features.size()), output(feature))));
    List<FeatureCross> crosses = new ArrayList<>();
    if (space.config().get("crosses") instanceof List<?> list) {
      list.forEach(tree -> crosses.add(cross(KerasObject.of(tree, "a cross"))));
    }
    return new FeatureSpace(
        features,
        crosses,
        FeatureSpace.OutputMode.valueOf(
            String.valueOf(space.config().get("output_mode")).toUpperCase(Locale.ROOT)));
  }

  private KerasObject preprocessor(KerasObject feature) {
    return KerasObject.of(feature.config().get("preprocessor"), feature + "'s preprocessor");
  }

  private Layer layer(KerasObject object) {
    if (object.className().equals("TFDIdentity") && object.isPartOfKeras()) {
      return Identity.of();
    }
    Map<String, @Nullable Object> unnamed = new HashMap<>();
    unnamed.put("name", null);
    return layers.layer(object.withSettings(unnamed), Map.of());
  }

  private static DType type(KerasObject feature) {
    String type = String.valueOf(feature.config().get("dtype"));
    return switch (type) {
      case "string" -> DType.STRING;
      case "float16", "bfloat16", "float32", "float64" -> DType.FLOAT32;
      case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32" -> DType.INT64;
      default -> throw new UnsupportedOperationException("a feature of type " + type);
    };
  }

  private static FeatureOutput output(KerasObject object) {
    return FeatureOutput.Form.valueOf(
        String.valueOf(object.config().get("output_mode")).toUpperCase(Locale.ROOT));
  }

  private static FeatureCross cross(KerasObject cross) {
    List<String> names = cross.list("feature_names").stream().map(String::valueOf).toList();
    if (!(cross.config().get("crossing_dim") instanceof Integer dim)) {
      throw new IllegalArgumentException("cross %s has no \"crossing_dim\"".formatted(names));
    }
    return new FeatureCross(names, dim, output(cross));
  }
}
