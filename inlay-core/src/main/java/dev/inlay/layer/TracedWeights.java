package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights and states that layers ask for in one trace: their nodes, and what becomes of them in
 * training. A sketch has placeholders instead of variables.
 */
final class TracedWeights {
  private final Graph outermost;
  private final @Nullable Weights weights;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Set<Variable> trained = new LinkedHashSet<>();
  private final Map<Variable, Node> penalties = new LinkedHashMap<>();
  private final Map<Variable, Node> updates = new LinkedHashMap<>();
  private final Map<Object, Weights> owners = new IdentityHashMap<>();

  /**
   * For a trace.
   *
   * @param weights the model's variables; null for a sketch
   */
  TracedWeights(Graph outermost, @Nullable Weights weights) {
    this.outermost = outermost;
    this.weights = weights;
  }

  boolean isSketch() {
    return weights == null;
  }

  /**
   * The node of a weight. Its regularizer's penalty is noted once.
   *
   * @param graph the one that asks: the outermost, or the body of a loop
   * @param frozen whether training leaves it alone
   */
  Node weight(Graph graph, Place where, WeightSpec spec, boolean frozen) {
    String path = where.path();
    shapes.put(path, spec.shape());
    if (weights == null) {
      return outermost.input(TensorSpec.of("weight " + path, spec.dtype(), spec.shape()));
    }
    Variable variable = weights.variable(path, spec);
    weights.alsoAt(where.here(), variable);
    Node node = graph.weight(variable);
    if (spec.trainable() && !frozen) {
      trained.add(variable);
      Regularizer regularizer = spec.regularizer();
      if (regularizer != null) {
        penalties.computeIfAbsent(variable, _ -> regularizer.penalty(node));
      }
    }
    return node;
  }

  /** The node of a value that is kept from batch to batch and is no weight. */
  Node kept(Graph graph, String path, Shape shape) {
    return weights == null
        ? outermost.input(TensorSpec.of("kept " + path, DType.FLOAT32, shape))
        : graph.weight(weights.kept(path, shape));
  }

  /** After this step, the state has the new value. */
  void update(Node state, Node value) {
    if (weights == null) {
      return;
    }
    if (!(state.op() instanceof Source.Weight(Variable variable))) {
      throw new IllegalArgumentException(state + " is no state; ask for one with state()");
    }
    updates.put(variable, value);
  }

  /**
   * Weights below a path are those of a model that has weights of its own.
   *
   * @param layers what that model is made of
   * @return whether another model of the same layers has been met, with other weights
   */
  boolean mount(String path, Weights own, Object layers) {
    if (weights != null) {
      weights.mount(path, own, "");
    }
    Weights owner = owners.putIfAbsent(layers, own);
    return owner != null && owner != own;
  }

  /** The penalties of regularizers, one for each weight that is trained. */
  List<Node> penalties() {
    return new ArrayList<>(penalties.values());
  }

  Map<Variable, Node> updates() {
    return Collections.unmodifiableMap(updates);
  }

  /** By path, in the order in which they were asked for. */
  Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  List<Variable> trained() {
    return List.copyOf(trained);
  }
}
