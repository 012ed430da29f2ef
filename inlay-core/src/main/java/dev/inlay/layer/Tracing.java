package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all scopes of one trace share: the graph, and what layers leave besides nodes. */
final class Tracing {
  final boolean training;
  final TracedWeights weights;
  final DataSide data;

  /** The penalties that layers have added. */
  final List<Node> losses = new ArrayList<>();

  private final Graph outermost;
  private final Map<Node, Node> masks = new HashMap<>();
  private int streams;

  /** Where nodes go: the outermost graph, or the body of a loop in it. */
  private Graph graph;

  /** Whether all that was asked for since a loop began can be done in a loop. */
  private boolean canLoop = true;

  /** What failed, once its message names the layer. */
  private @Nullable IllegalArgumentException failure;

  /**
   * A trace.
   *
   * @param weights the model's variables; null for a sketch
   */
  Tracing(Graph graph, @Nullable Weights weights, boolean training) {
    this.outermost = graph;
    this.graph = graph;
    this.training = training;
    this.weights = new TracedWeights(graph, weights);
    this.data = new DataSide(graph);
  }

  Graph graph() {
    return graph;
  }

  @Nullable Node mask(Node value) {
    return masks.get(value);
  }

  void mask(Node value, @Nullable Node mask) {
    if (mask == null) {
      masks.remove(value);
    } else {
      masks.put(value, mask);
    }
  }

  Node random(Random.Distribution distribution, Node like) {
    return graph.add(new Random(distribution, streams++), like);
  }

  /** Has nodes made in the body of a loop; null if what makes them can't be a loop's. */
  @Nullable List<Node> within(Graph body, Supplier<List<Node>> step) {
    Graph around = graph;
    boolean could = canLoop;
    graph = body;
    canLoop = true;
    try {
      List<Node> given = step.get();
      return canLoop ? given : null;
    } finally {
      graph = around;
      canLoop = could;
    }
  }

  /** Whether this is the body of a loop, which then can't be one. */
  boolean isInLoop() {
    boolean inLoop = graph != outermost;
    canLoop &= !inLoop;
    return inLoop;
  }

  /** The failure with the innermost layer's path in its message. */
  @SuppressWarnings("ReferenceEquality") // the very one that a scope within has named already
  IllegalArgumentException named(String path, IllegalArgumentException e) {
    if (e != failure) {
      failure = new IllegalArgumentException("layer \"" + path + "\": " + e.getMessage(), e);
    }
    return failure;
  }
}
