package dev.inlay.feature;

import dev.inlay.checkpoint.WholeFile;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureOutput.Form;
import dev.inlay.graph.Node;
import dev.inlay.layer.Adaptable;
import dev.inlay.layer.Adaptation;
import dev.inlay.layer.DataReader;
import dev.inlay.layer.HashedCrossing;
import dev.inlay.layer.Input;
import dev.inlay.layer.Json;
import dev.inlay.layer.Layer;
import dev.inlay.layer.PreprocessingLayer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Columns of the data made into what a network reads, in one description: Keras's {@code
 * FeatureSpace}.
 *
 * <pre>{@code
 * var space = FeatureSpace.of(Map.of(
 *         "age",  Feature.floatNormalized(),
 *         "city", Feature.stringCategorical().withEmbedding(8),
 *         "tags", Feature.stringHashed(64).withMultiValued(true)))
 *     .withCross(FeatureCross.of(32, "city", "job"))
 *     .adapt(data);
 * Model model = Sequential.of(space, Dense.of(32, RELU), Dense.of(1));
 * }</pre>
 *
 * <p>It is used as a layer that begins a model, as here, and then reads columns by name; as {@code
 * space.on(inputs)} in a Functional model, with {@link #inputs}; or, if it has no embeddings, on
 * values and data sets alone ({@link #apply(Map)}, {@link #encode}).
 *
 * <p>Outputs are ordered as Keras orders them: features by name, then crosses by name.
 *
 * @param features by the names of their columns
 * @param crosses combinations of them
 * @param outputMode whether outputs are put side by side
 */
public record FeatureSpace(
    Map<String, Feature> features, List<FeatureCross> crosses, OutputMode outputMode)
    implements PreprocessingLayer, DataReader {
  /** The name of all outputs side by side. */
  public static final String VECTOR = "features";

  /** In which way outputs leave. */
  public enum OutputMode {
    /** Side by side, as one vector a row. */
    CONCAT,
    /** Each for itself, by name. */
    DICT
  }

  public FeatureSpace {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    crosses = List.copyOf(crosses);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a feature space has one feature or more");
    }
    for (FeatureCross cross : crosses) {
      for (String name : cross.featureNames()) {
        if (!features.containsKey(name)) {
          throw new IllegalArgumentException(
              "cross %s: there is no feature \"%s\"; there are %s"
                  .formatted(cross.name(), name, features.keySet()));
        }
      }
    }
    if (outputMode == OutputMode.CONCAT) {
      features.forEach((name, feature) -> refuseInt(name, feature.output()));
      crosses.forEach(cross -> refuseInt(cross.name(), cross.output()));
    }
  }

  private static void refuseInt(String name, FeatureOutput output) {
    if (output == Form.INT) {
      throw new IllegalArgumentException(
          "feature \"%s\" comes out as ids, which can't be put side by side with numbers; choose output mode DICT, or another output"
              .formatted(name));
    }
  }

  /** Features without crosses, whose outputs are put side by side. */
  public static FeatureSpace of(Map<String, Feature> features) {
    return new FeatureSpace(
        features instanceof LinkedHashMap ? features : new TreeMap<>(features),
        List.of(),
        OutputMode.CONCAT);
  }

  /** With one more cross. */
  public FeatureSpace withCross(FeatureCross cross) {
    List<FeatureCross> more = new ArrayList<>(crosses);
    more.add(cross);
    return new FeatureSpace(features, more, outputMode);
  }

  public FeatureSpace withOutputMode(OutputMode outputMode) {
    return new FeatureSpace(features, crosses, outputMode);
  }

  /** The preprocessing layer of a feature, with what it has learned. */
  public Layer preprocessor(String feature) {
    Feature found = features.get(feature);
    if (found == null) {
      throw new IllegalArgumentException(
          "no feature \"%s\"; there are %s".formatted(feature, features.keySet()));
    }
    return found.preprocessor();
  }

  /** The names of what comes out, in order. */
  public List<String> outputNames() {
    return outputMode == OutputMode.CONCAT ? List.of(VECTOR) : names();
  }

  /** Features by name, then crosses by name. */
  private List<String> names() {
    List<String> names = new ArrayList<>(features.keySet().stream().sorted().toList());
    names.addAll(crosses.stream().map(FeatureCross::name).sorted().toList());
    return names;
  }

  // Learning.

  /**
   * This space with all that is to be learned, in one walk over the data. What was given, or was
   * learned before, stays.
   *
   * @throws IllegalStateException if the data never ends
   */
  public FeatureSpace adapt(Dataset data) {
    Map<String, Adaptation<?>> learning = new LinkedHashMap<>();
    features.forEach(
        (name, feature) -> {
          if (feature.learns() && feature.preprocessor() instanceof Adaptable<?> adaptable) {
            learning.put(name, adaptable.adaptation());
          }
        });
    if (learning.isEmpty()) {
      return this;
    }
    if (data.isInfinite()) {
      throw new IllegalStateException("the data never ends; adapt to take(n) of it");
    }
    for (Batch batch : data.isBatched() ? data : data.batch(Adaptable.ROWS)) {
      learning.forEach(
          (name, adaptation) ->
              adaptation.add(FeatureCells.toLearn(features.get(name), name, batch.feature(name))));
    }
    Map<String, Feature> learned = new LinkedHashMap<>(features);
    learning.forEach(
        (name, adaptation) ->
            learned.computeIfPresent(
                name, (_, feature) -> feature.withPreprocessor(adaptation.layer())));
    return new FeatureSpace(learned, crosses, outputMode);
  }

  // As a layer.

  /** New inputs of a Functional model, one for each feature, in the order of {@link #features}. */
  public List<Symbol> inputs() {
    List<Symbol> inputs = new ArrayList<>();
    features.forEach((name, feature) -> inputs.add(new Input(spec(name, feature)).on()));
    return inputs;
  }

  private static TensorSpec spec(String name, Feature feature) {
    return feature.multiValued()
        ? TensorSpec.ragged(name, feature.dtype())
        : TensorSpec.of(name, feature.dtype(), Shape.batchOf(1));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    features.forEach(
        (name, feature) -> {
          if (feature.learns()) {
            throw new IllegalArgumentException(
                "feature \"%s\" has learned nothing yet; adapt the space to data first, and use what adapt gives"
                    .formatted(name));
          }
        });
    Map<String, Node> raw = inputs.length == 0 ? read(scope) : byName(inputs);
    Map<String, Node> outputs = new LinkedHashMap<>();
    Map<String, Node> preprocessed = new LinkedHashMap<>();
    for (String name : names()) {
      Feature feature = features.get(name);
      if (feature != null) {
        var cells = new FeatureCells(scope, name, feature);
        Node node = cells.preprocessed(Objects.requireNonNull(raw.get(name)));
        preprocessed.put(name, node);
        outputs.put(name, cells.encoded(node));
      }
    }
    for (FeatureCross cross : crosses) {
      Node[] crossed =
          cross.featureNames().stream()
              .map(name -> Objects.requireNonNull(preprocessed.get(name)))
              .toArray(Node[]::new);
      Node ids =
          scope.applyAll(cross.name(), HashedCrossing.of(cross.crossingDim()), crossed).getFirst();
      Feature feature =
          Feature.of(DType.INT64, HashedCrossing.of(cross.crossingDim()), cross.output());
      outputs.put(cross.name(), new FeatureCells(scope, cross.name(), feature).encoded(ids));
    }
    List<Node> ordered =
        names().stream().map(name -> Objects.requireNonNull(outputs.get(name))).toList();
    return outputMode == OutputMode.DICT ? ordered : List.of(sideBySide(ordered));
  }

  private Node sideBySide(List<Node> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      Node output = outputs.get(i);
      if (output.dtype() != DType.FLOAT32 || output.shape().rank() != 2) {
        throw new IllegalArgumentException(
            "feature \"%s\" comes out as %s of shape %s, not as a vector of numbers; choose output mode DICT"
                .formatted(names().get(i), output.dtype(), output.shape()));
      }
    }
    return outputs.size() == 1 ? outputs.getFirst() : Node.concat(1, outputs.toArray(Node[]::new));
  }

  private Map<String, Node> read(Scope scope) {
    Map<String, Node> raw = new LinkedHashMap<>();
    features.forEach((name, feature) -> raw.put(name, new Input(spec(name, feature)).call(scope)));
    return raw;
  }

  private Map<String, Node> byName(Node... inputs) {
    if (inputs.length != features.size()) {
      throw new IllegalArgumentException(
          "wants an input for each of %s, got %d".formatted(features.keySet(), inputs.length));
    }
    Map<String, Node> raw = new LinkedHashMap<>();
    for (String name : features.keySet()) {
      raw.put(name, inputs[raw.size()]);
    }
    return raw;
  }

  // On values.

  /**
   * The outputs for some values, by name: {@link #VECTOR} alone if they are put side by side.
   * Single values give single vectors.
   *
   * @param values by feature; others are left aside
   * @throws IllegalArgumentException if a feature is missing, or has embeddings, which belong to a
   *     model
   */
  public Map<String, Value> apply(Map<String, ? extends Value> values) {
    Value[] inputs = new Value[features.size()];
    boolean single = false;
    int i = 0;
    for (String name : features.keySet()) {
      Value value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "no feature \"%s\"; the data has %s".formatted(name, values.keySet()));
      }
      if (value instanceof Tensor t && t.shape().rank() == 0) {
        single = true;
        value = t.reshape(Shape.of(1, 1));
      } else if (value instanceof Tensor t && t.shape().rank() == 1) {
        value = t.reshape(t.shape().append(1));
      }
      inputs[i++] = value;
    }
    List<Value> outputs = applyAll(inputs);
    Map<String, Value> byName = new LinkedHashMap<>();
    for (String name : outputNames()) {
      Value output = outputs.get(byName.size());
      byName.put(
          name,
          single && output instanceof Tensor t
              ? t.reshape(t.shape().slice(1, t.shape().rank()))
              : output);
    }
    return byName;
  }

  /** A batch with the outputs in the place of its features: {@code data.map(space::encode)}. */
  public Batch encode(Batch batch) {
    return batch.withFeatures(apply(batch.features()));
  }

  // Files.

  /** Writes it with all that it has learned, as JSON. */
  public void save(Path file) {
    try {
      String json = Json.write(FeatureColumn.CONFIG.write(this));
      WholeFile.write(file, unfinished -> Files.writeString(unfinished, json));
    } catch (IOException e) {
      throw new UncheckedIOException("the feature space can't be written to " + file, e);
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IllegalArgumentException if the file holds something else
   */
  public static FeatureSpace load(Path file) {
    try {
      Object tree = Json.read(Files.readString(file), file.toString());
      return FeatureColumn.CONFIG.read(tree, FeatureSpace.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the feature space can't be read from " + file, e);
    }
  }
}
