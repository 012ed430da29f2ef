package dev.inlay.graph;

import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a walk back through a graph has gathered: for each node, its gradient so far. */
final class Backward {
  private final Graph graph;
  private final int last;

  /** The nodes that a wanted gradient passes through. */
  private final BitSet wanted;

  private final Map<Node, Node> sums = new HashMap<>();
  private final Map<Node, List<Gradient.Part>> parts = new HashMap<>();

  /**
   * The start of a walk.
   *
   * @param seeds the nodes from which it starts, each with what the loss changes by if it does
   */
  Backward(Graph graph, Map<Node, Node> seeds, List<Node> wrt) {
    this.graph = graph;
    this.last = seeds.keySet().stream().mapToInt(Node::index).max().orElse(-1);
    this.wanted = dependents(wrt);
    seeds.forEach((node, g) -> send(node, () -> g));
  }

  /** Where the walk begins. */
  int last() {
    return last;
  }

  /** The nodes up to the last that depend on one of {@code wrt} in a way that has a derivative. */
  private BitSet dependents(List<Node> wrt) {
    BitSet dependent = new BitSet();
    for (Node node : wrt) {
      if (node.dtype() != DType.FLOAT32 || node.isRagged() || node.graph() != graph) {
        throw new IllegalArgumentException(
            "no gradient for %s (%s%s): wanted dense FLOAT32 nodes of the loss' graph"
                .formatted(node, node.isRagged() ? "ragged " : "", node.dtype()));
      }
      dependent.set(node.index());
    }
    for (Node node : graph.nodes().subList(0, last + 1)) {
      if (node.dtype() == DType.FLOAT32
          && !(node.op() instanceof Elementwise.StopGradient)
          && node.inputs().stream().anyMatch(in -> dependent.get(in.index()))) {
        dependent.set(node.index());
      }
    }
    return dependent;
  }

  /** The sum of what was sent to a node, or null if nothing was. */
  @Nullable Node gradient(Node node) {
    return sums.get(node);
  }

  boolean wants(Node input) {
    return wanted.get(input.index());
  }

  /**
   * Adds a gradient to an input's, if it is wanted, summed over the axes along which the input was
   * broadcast. Unknown axes at the same place of two shapes are taken to be equal.
   */
  void send(Node input, Supplier<Node> gradient) {
    if (wants(input)) {
      Node g = gradient.get();
      Node fitting =
          g.shape().equals(input.shape()) ? g : graph.add(new Reduction.SumLike(), g, input);
      sums.merge(input, fitting, Node::add);
    }
  }

  /** Adds the gradient of a lookup: rows for a weight, the whole table for any other node. */
  void sendRows(Node table, Supplier<Gradient.Part> part) {
    if (table.op() instanceof Source.Weight) {
      if (wants(table)) {
        parts.computeIfAbsent(table, _ -> new ArrayList<>()).add(part.get());
      }
    } else {
      send(table, () -> dense(table, part.get()));
    }
  }

  /** All that was sent to a node, or null if nothing was. */
  @Nullable Gradient result(Node node) {
    Node sum = sums.get(node);
    List<Gradient.Part> rows = parts.get(node);
    if (rows == null) {
      return sum == null ? null : new Gradient.Dense(sum);
    }
    if (sum == null) {
      return new Gradient.Rows(rows);
    }
    for (Gradient.Part part : rows) {
      sum = sum.add(dense(node, part));
    }
    return new Gradient.Dense(sum);
  }

  private Node dense(Node table, Gradient.Part part) {
    return switch (part) {
      case Gradient.Gathered(var ids, var g) -> graph.add(new Lookup.GatherGrad(), ids, g, table);
      case Gradient.Bagged(var bag, var ids, var weights, var g) ->
          weights == null
              ? graph.add(new Lookup.BagGrad(bag), table, ids, g)
              : graph.add(new Lookup.BagGrad(bag), table, ids, weights, g);
    };
  }
}
