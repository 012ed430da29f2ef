package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a layer sees while it is traced: the graph, its weights by path, whether this is training,
 * the masks of values, random numbers. A layer gets a scope of its own, below that of the layer or
 * model that applies it.
 */
public final class Scope {
  /** What all scopes of one trace share. */
  private static final class Trace {
    final Graph graph;
    final Weights weights;
    final boolean training;
    final Map<Node, Node> masks = new HashMap<>();
    final Map<Variable, Node> updates = new LinkedHashMap<>();
    final Map<Variable, Node> penalties = new LinkedHashMap<>();
    final List<Node> losses = new ArrayList<>();
    final Set<Variable> trained = new LinkedHashSet<>();
    int streams;

    Trace(Graph graph, Weights weights, boolean training) {
      this.graph = graph;
      this.weights = weights;
      this.training = training;
    }
  }

  private final Trace trace;
  private final String path;
  private final boolean frozen;
  private final Names names = new Names();
  private final IdentityHashMap<Layer, String> applied = new IdentityHashMap<>();

  private Scope(Trace trace, String path, boolean frozen) {
    this.trace = trace;
    this.path = path;
    this.frozen = frozen;
  }

  /**
   * The outermost scope of a trace.
   *
   * @param graph where nodes go
   * @param weights the model's variables; missing ones are made
   * @param training whether dropout drops, batch statistics count and so on
   */
  public static Scope root(Graph graph, Weights weights, boolean training) {
    return new Scope(new Trace(graph, weights, training), "", false);
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
    return trace.graph;
  }

  /** The path of the layer: {@code tower/dense_1}; empty at the root. */
  public String path() {
    return path;
  }

  Scope frozen() {
    return new Scope(trace, path, true);
  }

  // Weights and states.

  /** A trainable weight of this layer; {@code name} as Keras names it. */
  public Node weight(String name, Shape shape, Initializer initializer) {
    return weight(WeightSpec.of(name, shape, initializer));
  }

  /** A weight of this layer. Its regularizer's penalty is added to the loss once a trace. */
  public Node weight(WeightSpec spec) {
    Variable variable = trace.weights.variable(at(spec.name()), spec);
    Node node = trace.graph.weight(variable);
    if (spec.trainable() && !frozen) {
      trace.trained.add(variable);
      Regularizer regularizer = spec.regularizer();
      if (regularizer != null) {
        trace.penalties.computeIfAbsent(variable, v -> regularizer.penalty(node));
      }
    }
    return node;
  }

  /** A value that this layer keeps between steps without training it. */
  public Node state(String name, Shape shape, Initializer initializer) {
    return weight(WeightSpec.state(name, shape, initializer));
  }

  /**
   * After this step, the state has the new value. A layer applied twice in one trace updates its
   * state once, from its last application.
   */
  public void update(Node state, Node value) {
    if (!(state.op() instanceof Source.Weight weight)) {
      throw new IllegalArgumentException(state + " is no state; ask for one with state()");
    }
    trace.updates.put(weight.variable(), value);
  }

  /** Adds a penalty (a single number) to the loss. */
  public void addLoss(Node penalty) {
    trace.losses.add(penalty);
  }

  // Inputs, masks, random numbers.

  /** A value that each batch brings, by name. */
  public Node input(TensorSpec spec) {
    return trace.graph.input(spec);
  }

  /** The mask of a value: ones and zeros over its leading axes; null if all of it counts. */
  public @Nullable Node mask(Node value) {
    return trace.masks.get(value);
  }

  /** Says which steps of a value count; null for all. */
  public void mask(Node value, @Nullable Node mask) {
    if (mask == null) {
      trace.masks.remove(value);
    } else {
      trace.masks.put(value, mask);
    }
  }

  /** Random numbers of a value's shape, new at each step. */
  public Node random(Random.Distribution distribution, Node like) {
    return trace.graph.add(new Random(distribution, trace.streams++), like);
  }

  // Layers inside layers.

  /** Applies a layer below this scope. */
  public Node apply(Layer layer, Node... inputs) {
    List<Node> outputs = applyAll(layer, inputs);
    return outputs.getFirst();
  }

  /** Applies a layer below this scope and gives all its outputs. */
  public List<Node> applyAll(Layer layer, Node... inputs) {
    return applyAll(applied.computeIfAbsent(layer, this::nameFor), layer, inputs);
  }

  /** Applies a layer below this scope under a name that the caller has made unique. */
  public List<Node> applyAll(String name, Layer layer, Node... inputs) {
    Scope inner = new Scope(trace, at(name), frozen);
    Node mask = null;
    for (Node input : inputs) {
      Node m = mask(input);
      if (m != null) {
        mask = mask == null ? m : mask.mul(m);
      }
    }
    if (mask != null && layer.masking() == Layer.Masking.REFUSED) {
      throw new IllegalArgumentException(
          "layer \"%s\" would mix masked steps with others; put a layer that reads the mask in front (a recurrent layer, GlobalAveragePooling1D), or turn maskZero off"
              .formatted(inner.path));
    }
    String before = trace.graph.origin();
    trace.graph.origin(inner.path);
    try {
      List<Node> outputs = layer.outputs(inner, inputs);
      if (mask != null && layer.masking() == Layer.Masking.PASSED) {
        for (Node output : outputs) {
          mask(output, mask);
        }
      }
      return outputs;
    } finally {
      trace.graph.origin(before);
    }
  }

  private String nameFor(Layer layer) {
    return layer instanceof Named named ? named.name() : names.unique(layer.kind());
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  // What a trace leaves for training.

  /** All penalties so far: of regularizers, and those added. */
  public List<Node> losses() {
    List<Node> all = new ArrayList<>(trace.penalties.values());
    all.addAll(trace.losses);
    return all;
  }

  /** New values of states. */
  public Map<Variable, Node> updates() {
    return Collections.unmodifiableMap(trace.updates);
  }

  /** The variables that training moves: trainable ones that no frozen layer owns. */
  public List<Variable> trained() {
    return List.copyOf(trace.trained);
  }
}
