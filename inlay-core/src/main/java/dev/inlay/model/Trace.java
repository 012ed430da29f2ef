package dev.inlay.model;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.layer.IdRange;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's layers applied in a graph of its own.
 *
 * @param scope the outermost scope: the graph, and what layers left in it
 * @param inputs what a run is given: not what only the data side reads, but more than the
 *     structure's where layers ask for their own
 * @param outputs the model's outputs
 * @param outputNames the names of the layers that gave them, unique
 */
record Trace(Scope scope, List<Node> inputs, List<Node> outputs, List<String> outputNames) {
  /** Applies the layers; weights that are missing are made. */
  static Trace of(Structure structure, List<TensorSpec> specs, Weights weights, boolean training) {
    Graph graph = new Graph();
    Scope scope = Scope.root(graph, weights, training);
    List<Node> outputs =
        structure.trace(scope, specs.stream().map(scope::input).toList(), Structure.Visitor.NONE);
    List<String> names = new ArrayList<>();
    for (String maker : structure.outputLayers(scope, outputs.size())) {
      if (outputs.get(names.size()).dtype() == DType.STRING) {
        throw new IllegalArgumentException(
            "output \"%s\" is texts, but a model computes numbers; leave that layer out and apply it to the predictions"
                .formatted(maker));
      }
      String name = maker;
      for (int i = 1; names.contains(name); i++) {
        name = maker + "_" + i;
      }
      names.add(name);
    }
    return new Trace(scope, scope.fed(outputs), outputs, names);
  }

  Graph graph() {
    return scope.graph();
  }

  /** The ids that can be checked only after a run, on the values that it has worked out. */
  List<IdRange> computedIds() {
    return scope.idRanges().stream().filter(range -> !range.isFed()).toList();
  }
}
