package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a layer sees while it is traced: the graph, its weights by path, whether this is training,
 * the masks of values, random numbers. A layer gets a scope of its own, below that of the layer or
 * model that applies it.
 */
public final class Scope {
  /**
   * How the weights of layers look to them: for layers that wrap others and change their weights.
   */
  @FunctionalInterface
  interface View {
    /**
     * The weight that a layer gets.
     *
     * @param scope the layer's, in which the weight it asks for can be had
     * @param spec what it asks for
     */
    Node weight(Scope scope, WeightSpec spec);
  }

  private final Tracing trace;
  private final Place place;
  private final boolean frozen;
  private final @Nullable View view;

  /** How layers below are quantized that can be; null if they aren't. */
  private final @Nullable Quantization quantization;

  /** The paths of layers, common to the models of a trace. */
  private Map<Layer, String> paths;

  /** The path of the innermost model with weights of its own. */
  private String model;

  private final Names names = new Names();
  private final IdentityHashMap<Layer, String> applied = new IdentityHashMap<>();

  private Scope(
      Tracing trace,
      Place place,
      String model,
      boolean frozen,
      @Nullable View view,
      @Nullable Quantization quantization,
      Map<Layer, String> paths) {
    this.trace = trace;
    this.place = place;
    this.model = model;
    this.frozen = frozen;
    this.view = view;
    this.quantization = quantization;
    this.paths = paths;
  }

  /** A scope with the weights and paths of another. */
  private Scope(
      Scope other,
      Place place,
      boolean frozen,
      @Nullable View view,
      @Nullable Quantization quantization) {
    this(other.trace, place, other.model, frozen, view, quantization, other.paths);
  }

  private static Scope root(Tracing trace) {
    return new Scope(trace, new Place(""), "", false, null, null, new IdentityHashMap<>());
  }

  /**
   * The outermost scope of a trace.
   *
   * @param graph where nodes go
   * @param weights the model's variables; missing ones are made
   * @param training whether dropout drops, batch statistics count and so on
   */
  public static Scope root(Graph graph, Weights weights, boolean training) {
    return root(new Tracing(graph, weights, training));
  }

  /**
   * The outermost scope of a trace that only works out shapes: weights are placeholders, nothing is
   * allocated, and the graph can't be run.
   */
  public static Scope sketch(Graph graph) {
    return root(new Tracing(graph, null, false));
  }

  /** Whether this trace only works out shapes, so that its graph is never run. */
  boolean isSketch() {
    return trace.weights.isSketch();
  }

  /** Whether this is a trace for training, not for evaluation or prediction. */
  public boolean training() {
    return trace.training;
  }

  /** Whether training leaves this layer's weights alone; batch statistics then don't count. */
  public boolean isFrozen() {
    return frozen;
  }

  public Graph graph() {
    return trace.graph();
  }

  /** The path of the layer: {@code tower/dense_1}; empty at the root. */
  public String path() {
    return place.path();
  }

  Scope frozen() {
    return new Scope(this, place, true, view, quantization);
  }

  private Scope viewed(@Nullable View view) {
    return new Scope(this, place, frozen, view, quantization);
  }

  /** This scope for a layer inside which others are quantized. */
  Scope quantizing(Quantization how) {
    return new Scope(this, place, frozen, view, how);
  }

  /** This scope for a layer inside, and those in it, to which weights look otherwise. */
  Scope viewing(View inner) {
    View outer = view;
    return viewed(outer == null ? inner : (scope, spec) -> inner.weight(scope.viewed(outer), spec));
  }

  // Weights and states.

  /** A trainable weight of this layer; {@code name} as Keras names it. */
  public Node weight(String name, Shape shape, Initializer initializer) {
    return weight(WeightSpec.of(name, shape, initializer));
  }

  /** A trainable weight of this layer with a user's options. */
  public Node weight(String name, Shape shape, WeightOptions options) {
    return weight(options.spec(name, shape));
  }

  /** A weight of this layer. Its regularizer's penalty is added to the loss once a trace. */
  public Node weight(WeightSpec spec) {
    return view == null ? weight(place.at(spec.name()), spec) : view.weight(viewed(null), spec);
  }

  /**
   * A weight of the model that this layer stands in: the same for all its layers that ask by this
   * name, wherever they stand.
   */
  public Node sharedWeight(WeightSpec spec) {
    return weight(new Place(model).at(spec.name()), spec);
  }

  private Node weight(Place where, WeightSpec spec) {
    return trace.weights.weight(trace.graph(), where, spec, frozen);
  }

  /**
   * From here on, weights below this scope are those of a model that has weights of its own: what
   * one of both learns, the other knows.
   *
   * @param layers what the model is made of; models made of the same, but with other weights, have
   *     no layers in common
   */
  public void mount(Weights weights, Object layers) {
    if (trace.weights.mount(path(), weights, layers)) {
      paths = new IdentityHashMap<>();
    }
    model = path();
  }

  /** A value that this layer keeps between steps without training it. */
  public Node state(String name, Shape shape, Initializer initializer) {
    return weight(WeightSpec.state(name, shape, initializer));
  }

  /**
   * A value that this layer keeps from batch to batch, in prediction as in training, and {@link
   * #update}s. It begins with zeros, is no weight and isn't saved with them.
   */
  Node kept(String name, Shape shape) {
    return trace.weights.kept(trace.graph(), at(name), shape);
  }

  /**
   * After this step, the state has the new value. A layer applied twice in one trace updates its
   * state once, from its last application. A trained weight may be given a value too: its gradient
   * moves it from there.
   */
  public void update(Node state, Node value) {
    if (!trace.isInLoop()) {
      trace.weights.update(state, value);
    }
  }

  /** Adds a penalty (a single number) to the loss. */
  public void addLoss(Node penalty) {
    if (!trace.isInLoop()) {
      trace.losses.add(penalty);
    }
  }

  /**
   * Adds the penalty of a layer's output, divided by the number of rows as Keras does, so that it
   * doesn't depend on the batch's size.
   *
   * @return the output
   */
  public Node activity(@Nullable Regularizer regularizer, Node output) {
    if (regularizer != null) {
      Node column = output;
      for (int axis = 1; axis < output.shape().rank(); axis++) {
        column = column.slice(axis, 0, 1);
      }
      addLoss(regularizer.penalty(output).div(Inputs.full(1, column).sum()));
    }
    return output;
  }

  // Inputs, masks, random numbers.

  /**
   * A value that each batch brings, by name. Layers may read it on the data side too, with {@link
   * #encoded(TensorSpec, Encoding.Function, Node...)}; texts can be read only there.
   */
  public Node input(TensorSpec spec) {
    return trace.data.input(spec);
  }

  /**
   * Whether a value comes as the data has it, or as the data side has encoded it: not computed by
   * the graph.
   */
  public boolean isRaw(Node value) {
    return trace.data.isRaw(value);
  }

  /**
   * A value that is made of each batch's raw rows. It is fed under a name below this layer's, so
   * that two encoders may use the same names.
   *
   * @param layer this layer
   * @param spec what its encoder makes, by the name used there
   */
  public Node encoded(RowEncoder layer, TensorSpec spec) {
    return trace.data.encoded(path(), layer, spec);
  }

  /**
   * A value made of others on the data side: each batch is encoded before it is fed, on whatever
   * thread.
   *
   * @param spec what it is, by a name of this layer's
   * @param function makes it of the raw values; called from many threads
   * @param raw values that come with the data or were encoded themselves
   * @throws IllegalArgumentException if one of them is computed by the model
   */
  public Node encoded(TensorSpec spec, Encoding.Function function, Node... raw) {
    return trace.data.encoded(path(), spec, function, raw);
  }

  /** Wants ids to be from 0 to {@code limit - 1}, and an error where they aren't. */
  public void requireIds(Node ids, int limit) {
    if (!trace.isInLoop()) {
      trace.data.requireIds(new IdRange(ids, limit, path()));
    }
  }

  /** The mask of a value: ones and zeros over its leading axes; null if all of it counts. */
  public @Nullable Node mask(Node value) {
    return trace.mask(value);
  }

  /** Says which steps of a value count; null for all. */
  public void mask(Node value, @Nullable Node mask) {
    trace.mask(value, mask);
  }

  /** Random numbers of a value's shape, new at each step. */
  public Node random(Random.Distribution distribution, Node like) {
    return trace.random(distribution, like);
  }

  // Loops.

  /**
   * Has the nodes of a step made in the body of a loop.
   *
   * @return what the step gives, or null if it can't be a loop's, for it leaves something behind
   *     that isn't its result: a new value of a state, a loss, ids to be checked
   */
  @Nullable List<Node> within(Graph body, Supplier<List<Node>> step) {
    return trace.within(body, step);
  }

  // Layers inside layers.

  /** Applies a layer below this scope. */
  public Node apply(Layer layer, Node... inputs) {
    List<Node> outputs = applyAll(layer, inputs);
    return outputs.getFirst();
  }

  /** Applies a layer below this scope and gives all its outputs. */
  public List<Node> applyAll(Layer layer, Node... inputs) {
    return applyAll(nameOf(layer), layer, inputs);
  }

  /** Applies a layer below this scope under a name that the caller has made unique. */
  public List<Node> applyAll(String name, Layer layer, Node... inputs) {
    String path = paths.computeIfAbsent(layer.identity(), _ -> at(name));
    return within(
        new Place(path, place.at(name).here()),
        inner -> {
          boolean asked = layer.masking() != Layer.Masking.CONSUMED;
          Node mask = asked ? combinedMask(inputs) : null;
          if (mask != null && layer.masking() == Layer.Masking.REFUSED) {
            throw new IllegalArgumentException(
                "would mix masked steps with others; put a layer that reads the mask in front (a"
                    + " recurrent layer, GlobalAveragePooling1D), or turn maskZero off; a layer of"
                    + " your own says by masking() that masks are PASSED or CONSUMED");
          }
          List<Node> outputs = quantized(layer).outputs(inner, inputs);
          if (mask != null && layer.masking() == Layer.Masking.PASSED) {
            for (Node output : outputs) {
              mask(output, mask);
            }
          }
          return outputs;
        });
  }

  /** The scope of this same layer as for another application of it. */
  Scope again() {
    return new Scope(this, place, frozen, view, quantization);
  }

  /** Does something in the scope of a layer below this one. */
  <T> T within(Layer layer, Function<Scope, T> what) {
    return within(place.at(nameOf(layer)), what);
  }

  private <T> T within(Place where, Function<Scope, T> what) {
    Scope inner = new Scope(this, where, frozen, view, quantization);
    String before = trace.graph().origin();
    trace.graph().origin(inner.path());
    try {
      return what.apply(inner);
    } catch (IllegalArgumentException e) {
      throw trace.named(inner.path(), e);
    } finally {
      trace.graph().origin(before);
    }
  }

  private Layer quantized(Layer layer) {
    return quantization != null && Quantized.suits(layer)
        ? new Quantized(layer, quantization)
        : layer;
  }

  /** The steps that count in all of these values; null if every step does. */
  public @Nullable Node combinedMask(Node... values) {
    Node mask = null;
    for (Node value : values) {
      Node m = mask(value);
      if (m != null && m != mask) {
        mask = mask == null ? m : mask.mul(m);
      }
    }
    return mask;
  }

  /** The name of a layer below this scope: the user's, or one made of its kind. */
  public String nameOf(Layer layer) {
    return applied.computeIfAbsent(
        layer.identity(), l -> l.name().isEmpty() ? names.unique(l.kind()) : names.claim(l.name()));
  }

  private String at(String name) {
    return place.at(name).path();
  }

  // What a trace leaves for training.

  /** All penalties so far: of regularizers, and those added. */
  public List<Node> losses() {
    List<Node> all = trace.weights.penalties();
    all.addAll(trace.losses);
    return all;
  }

  /** What each batch brings: the inputs that aren't made on the data side. */
  public List<TensorSpec> brought() {
    return trace.data.brought();
  }

  /**
   * The inputs that a run is given: all but those that only the data side reads.
   *
   * @param outputs what is wanted of the graph
   */
  public List<Node> fed(List<Node> outputs) {
    return trace.data.fed(outputs);
  }

  /** What ids have to be: for whoever feeds the graph to check. */
  public List<IdRange> idRanges() {
    return trace.data.idRanges();
  }

  /** What turns raw rows into inputs: for whoever feeds the graph to call. */
  public List<Encoding> encodings() {
    return trace.data.encodings();
  }

  /** New values of states. */
  public Map<Variable, Node> updates() {
    return trace.weights.updates();
  }

  /** The shapes of all weights and states by path, in the order in which they were asked for. */
  public Map<String, Shape> weightShapes() {
    return trace.weights.shapes();
  }

  /** The variables that training moves: trainable ones that no frozen layer owns. */
  public List<Variable> trained() {
    return trace.weights.trained();
  }
}
