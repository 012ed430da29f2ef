package dev.inlay.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph with the things wanted of it: what an engine compiles.
 *
 * @param graph all nodes
 * @param inputs the {@link Source.Input} nodes in the order in which a run is given their values
 * @param outputs nodes whose values a run returns
 * @param gradients for each variable to be trained, its gradient; empty for prediction
 * @param assignments for each state, its value after the step (moving averages)
 */
public record Program(
    Graph graph,
    List<Node> inputs,
    List<Node> outputs,
    Map<Variable, Gradient> gradients,
    Map<Variable, Node> assignments) {
  public Program {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    gradients = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    assignments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    for (Node n : inputs) {
      if (!(n.op() instanceof Source.Input)) {
        throw new IllegalArgumentException(n + " is no input");
      }
    }
  }

  /** A program that only computes values, with the graph's inputs in their order. */
  public static Program of(Graph graph, List<Node> outputs) {
    return new Program(graph, graph.inputs(), outputs, Map.of(), Map.of());
  }
}
