package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a model function sees: the scope in which it applies layers, features and labels as nodes,
 * the mode, parameters and settings.
 */
public final class ModelInputs {
  private static final String ONES = "(ones)";

  /** Makes inputs of a batch. */
  @FunctionalInterface
  interface Encoder {
    /**
     * Inputs by name.
     *
     * @param made the inputs that encoders before this one have made
     */
    Map<String, Value> encode(Batch rows, Map<String, Value> made);
  }

  private final Scope scope;
  private final ModeKeys mode;
  private final @Nullable Batch example;
  private final Map<String, Object> params;
  private final RunConfig config;
  private final List<Encoder> encoders = new ArrayList<>();

  /**
   * For one trace.
   *
   * @param example a batch that shows types and shapes; null if there is none yet
   */
  ModelInputs(
      Scope scope,
      ModeKeys mode,
      @Nullable Batch example,
      Map<String, Object> params,
      RunConfig config) {
    this.scope = scope;
    this.mode = mode;
    this.example = example;
    this.params = params;
    this.config = config;
  }

  /** Where weights are asked for and layers applied. */
  public Scope scope() {
    return scope;
  }

  public ModeKeys mode() {
    return mode;
  }

  /** How the estimator is run. */
  public RunConfig config() {
    return config;
  }

  /**
   * A parameter of the estimator.
   *
   * @throws IllegalArgumentException if there is none of that name, or it is something else
   */
  public <T> T param(String name, Class<T> type) {
    Object value = params.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "parameter \"%s\": wanted a %s, got %s; the estimator has %s"
              .formatted(name, type.getSimpleName(), value, params.keySet()));
    }
    return type.cast(value);
  }

  /** Applies a layer. */
  public Node apply(Layer layer, Node... inputs) {
    return scope.apply(layer, inputs);
  }

  /** Dense columns side by side: TensorFlow's {@code input_layer}. */
  public Node inputLayer(Collection<? extends FeatureColumn> columns) {
    return scope.applyAll("input_layer", DenseFeatures.of(columns)).getFirst();
  }

  /**
   * A feature of numbers as it is: floats, or integers of 32 bits; one number a row has shape
   * {@code [batch, 1]}. Text wants a column.
   *
   * @throws IllegalArgumentException if the data has no such feature, or it is text
   */
  public Node feature(String name) {
    return node(name, name, example().feature(name));
  }

  /**
   * The only label, of numbers; one number a row has shape {@code [batch, 1]}. Words want a head
   * with a vocabulary.
   *
   * @throws IllegalArgumentException if there is none, or it is text
   */
  public Node label() {
    return label("(label)", Batch::label);
  }

  /**
   * A label by name.
   *
   * @throws IllegalArgumentException if there is none of that name, or it is text
   */
  public Node label(String name) {
    return label("(label) " + name, batch -> batch.label(name));
  }

  private Node label(String input, Function<Batch, Value> value) {
    if (mode == ModeKeys.PREDICT) {
      throw new IllegalStateException("there are no labels when a model predicts; look at mode()");
    }
    encoders.add((batch, _) -> Map.of(input, value.apply(batch)));
    return node("the label", input, value.apply(example()));
  }

  /** Whether the data says how much rows count. */
  boolean hasSampleWeights() {
    return example != null && example.sampleWeights() != null;
  }

  private Batch example() {
    if (example == null) {
      throw new IllegalStateException(
          "the model function reads features as they are, so the estimator doesn't know their types"
              + " before it has seen data; train, evaluate or predict first");
    }
    return example;
  }

  private Node node(String what, String input, Value value) {
    if (value.dtype() == DType.STRING) {
      throw new IllegalArgumentException(
          "%s is text; numbers are made of it by a column (inputLayer) or a head with a vocabulary"
              .formatted(what));
    }
    DType dtype = value.dtype().isInteger() ? DType.INT32 : DType.FLOAT32;
    return scope.input(
        value instanceof Tensor t
            ? TensorSpec.of(
                input,
                dtype,
                t.shape().rank() == 1 ? Shape.batchOf(1) : t.shape().withDim(0, Shape.UNKNOWN))
            : TensorSpec.ragged(input, dtype));
  }

  /** Has inputs made of each batch before it is fed. */
  void encodedBy(Function<Batch, Map<String, Value>> encoder) {
    encoders.add((batch, _) -> encoder.apply(batch));
  }

  /** Has inputs made of each batch and of those that were made before. */
  void encodedBy(Encoder encoder) {
    encoders.add(encoder);
  }

  /** The inputs that an encoder of columns makes. */
  Node[] encoded(ColumnEncoder encoder) {
    encodedBy(batch -> encoder.encode(batch).features());
    return encoder.inputs().stream().map(scope::input).toArray(Node[]::new);
  }

  /** A one for each row, for models that read no features. */
  Node ones() {
    encodedBy(batch -> Map.of(ONES, Tensor.full(Shape.of(batch.rows(), 1), 1)));
    return scope.input(TensorSpec.of(ONES, DType.FLOAT32, Shape.batchOf(1)));
  }

  /** A batch with what the trace wants made of it; done on any thread. */
  static Batch encode(List<Encoder> encoders, Batch rows) {
    Map<String, Value> features = new LinkedHashMap<>(rows.features());
    encoders.forEach(encoder -> features.putAll(encoder.encode(rows, features)));
    return rows.withFeatures(features);
  }

  List<Encoder> encoders() {
    return List.copyOf(encoders);
  }
}
