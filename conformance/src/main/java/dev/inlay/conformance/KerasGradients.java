package dev.inlay.conformance;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The gradients of a {@code .keras} file's inputs, held against Keras's own. */
final class KerasGradients {
  private static final Tolerance CLOSE = new Tolerance(1e-5, 1e-4);

  private KerasGradients() {}

  /**
   * Compares, by the definition of the ops and by the engine.
   *
   * @param inputs by their names in the model
   * @param outputs the model's names of its outputs, in Keras's order
   * @throws Mismatch if any gradient differs
   */
  static void compare(Case golden, Model model, Map<String, Tensor> inputs, List<String> outputs) {
    var graph = new Graph();
    Scope scope = Scope.root(graph, new Weights(1), false);
    List<Node> nodes = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    List<String> names = names(golden, model);
    for (TensorSpec spec : model.inputs()) {
      nodes.add(scope.input(spec));
      values.add(Encoded.forGraph(Objects.requireNonNull(inputs.get(spec.name()))));
    }
    Map<String, Node> made = new LinkedHashMap<>();
    List<Node> all = model.outputs(scope, nodes.toArray(Node[]::new));
    for (int i = 0; i < all.size(); i++) {
      made.put(model.outputNames().get(i), all.get(i));
    }
    Node loss =
        loss(
            golden,
            graph,
            outputs.stream().map(name -> Objects.requireNonNull(made.get(name))).toList());
    List<Node> floats = nodes.stream().filter(node -> node.dtype() == DType.FLOAT32).toList();
    Map<Node, Gradient> gradients = Autodiff.gradients(loss, floats);
    List<Node> wanted = gradients.values().stream().map(g -> ((Gradient.Dense) g).value()).toList();
    if (wanted.isEmpty()) {
      wanted = List.of(loss);
    }
    var program = new Program(graph, graph.inputs(), wanted, Map.of(), Map.of());
    List<Node> derived = List.copyOf(gradients.keySet());
    for (Machine machine : Machine.values()) {
      List<Tensor> results = machine.run(program, values).outputs();
      for (int i = 0; i < nodes.size(); i++) {
        String key = "grad_" + names.get(i);
        if (golden.has(key)) {
          int at = derived.indexOf(nodes.get(i));
          // An input that no output depends on has no gradient.
          Tensor mine = at < 0 ? Tensor.zeros(values.get(i).shape()) : results.get(at);
          CLOSE.check(machine.of(key), Answer.of(mine), Answer.of(golden.get(key)));
        }
      }
    }
  }

  /** By which names the case knows the model's inputs. */
  private static List<String> names(Case golden, Model model) {
    List<String> names = model.inputs().stream().map(TensorSpec::name).toList();
    if (names.stream().allMatch(name -> golden.has("in_" + name))) {
      return names;
    }
    return golden.has("input_order")
        ? golden.list("input_order").stream().map(String::valueOf).toList()
        : List.of("0");
  }

  /** The sum of the outputs that are floats, by their cotangents. */
  private static Node loss(Case golden, Graph graph, List<Node> outputs) {
    Node loss = graph.constant(0);
    int next = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Case output = golden.object("out_" + i);
      if (output.text("dtype").contains("float")) {
        Tensor cotangent = Encoded.tensor(golden.list("cotangents").get(next++));
        Node by = graph.constant(cotangent.toFloats());
        loss = loss.add(outputs.get(i).cast(DType.FLOAT32).mul(by).sum());
      }
    }
    return loss;
  }
}
