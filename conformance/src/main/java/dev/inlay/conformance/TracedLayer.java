package dev.inlay.conformance;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Random;
import dev.inlay.graph.Variable;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layer of a case, applied to the case's inputs on a graph of its own, as a model would.
 *
 * @param values of the graph's inputs, in their order
 * @param floats those of the layer's inputs that have gradients
 * @param weights the case's weights by their paths there
 */
record TracedLayer(
    Scope scope,
    List<Tensor> values,
    List<Node> floats,
    List<Node> outputs,
    Map<String, Variable> weights,
    List<Tensor> cotangents) {

  static TracedLayer of(Case golden) {
    return of(golden, Call.of(golden));
  }

  /** The layer of a case that calls {@code compute_mask}. */
  static TracedLayer ofMasks(Case golden) {
    return of(golden, Call.ofMasks(golden));
  }

  private static TracedLayer of(Case golden, Call call) {
    if (!KerasConfig.knows(golden.subject())) {
      throw new UnsupportedOperationException("layer " + golden.subject());
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>(golden.object("config").fields());
    config.putAll(call.rest());
    Layer layer = KerasConfig.layer(golden.subject(), config);
    var graph = new Graph();
    var weights = new Weights(1);
    Scope scope = Scope.root(graph, weights, call.training());
    List<Tensor> values = new ArrayList<>();
    List<Node> inputs = new ArrayList<>();
    boolean stateful = isStateful(golden.get("config"));
    Map<Tensor, Node> byValue = new IdentityHashMap<>();
    for (Tensor input : call.inputs()) {
      Node node = byValue.get(input);
      if (node == null) {
        node = input(graph, values, "input_" + inputs.size(), Encoded.forGraph(input), stateful);
        byValue.put(input, node);
      }
      inputs.add(node);
    }
    for (int i = 0; i < inputs.size() && i < call.masks().size(); i++) {
      Tensor mask = call.masks().get(i);
      if (mask != null) {
        scope.mask(inputs.get(i), input(graph, values, "mask_" + i, mask.toFloats(), stateful));
      }
    }
    List<Node> outputs = scope.applyAll(layer, inputs.toArray(Node[]::new));
    if (graph.nodes().stream().anyMatch(node -> node.op() instanceof Random)) {
      throw new UnsupportedOperationException(
          golden.subject() + " with random numbers, which are Keras's own");
    }
    return new TracedLayer(
        scope,
        values,
        inputs.stream().filter(node -> node.dtype() == DType.FLOAT32).distinct().toList(),
        outputs,
        assigned(golden, weights),
        Encoded.tensors(golden.fields().get("cotangents")));
  }

  /** Whether a layer, or one within it, keeps states from batch to batch. */
  private static boolean isStateful(@Nullable Object config) {
    return switch (config) {
      case Map<?, ?> map ->
          Boolean.TRUE.equals(map.get("stateful"))
              || map.values().stream().anyMatch(TracedLayer::isStateful);
      case List<?> list -> list.stream().anyMatch(TracedLayer::isStateful);
      case null, default -> false;
    };
  }

  /** An input as a model knows it beforehand: how many rows come, it doesn't, as a rule. */
  private static Node input(
      Graph graph, List<Tensor> values, String name, Tensor value, boolean knownBatch) {
    values.add(value);
    Shape shape =
        value.shape().rank() == 0 || knownBatch
            ? value.shape()
            : value.shape().withDim(0, Shape.UNKNOWN);
    return graph.input(TensorSpec.of(name, value.dtype(), shape));
  }

  /** Gives weights the case's values; those of one name go together in their order. */
  private static Map<String, Variable> assigned(Case golden, Weights weights) {
    Map<String, List<Variable>> byName = new LinkedHashMap<>();
    for (Variable variable : weights.all()) {
      byName.computeIfAbsent(last(variable.path()), name -> new ArrayList<>()).add(variable);
    }
    Map<String, Variable> byPath = new LinkedHashMap<>();
    if (!golden.has("weights")) {
      return byPath;
    }
    for (Case weight : golden.objects("weights")) {
      String path = weight.text("path");
      List<Variable> left = byName.getOrDefault(last(path), List.of());
      if (!left.isEmpty()) {
        Variable variable = left.removeFirst();
        variable.assign(Encoded.tensor(weight.fields()));
        byPath.put(path, variable);
      } else if (!last(path).equals("seed_generator_state")) {
        throw new Mismatch("there is no weight " + path);
      }
    }
    for (List<Variable> left : byName.values()) {
      for (Variable variable : left) {
        throw new Mismatch("weight %s isn't the reference's".formatted(variable));
      }
    }
    return byPath;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The variable for a weight of the case. */
  Variable weight(String path) {
    Variable variable = weights.get(path);
    if (variable == null) {
      throw new IllegalArgumentException("the case has no weight " + path);
    }
    return variable;
  }

  /** What a run gives: outputs, and of Σ c · output with cotangents c the derivatives. */
  record Result(
      List<Tensor> outputs,
      List<Tensor> inputGradients,
      Map<Variable, FloatTensor> weightGradients,
      Map<Variable, FloatTensor> states) {}

  /** Runs forward, and with cotangents backward. */
  Result run(Machine machine) {
    Graph graph = scope.graph();
    List<Node> wanted = new ArrayList<>(outputs);
    Map<Variable, Gradient> gradients = Map.of();
    List<Node> derived = List.of();
    if (!cotangents.isEmpty()) {
      Node loss = graph.constant(0);
      for (int i = 0; i < outputs.size(); i++) {
        loss = loss.add(outputs.get(i).mul(graph.constant(cotangents.get(i))).sum());
      }
      Map<Node, Gradient> byInput = Autodiff.gradients(loss, floats);
      derived = List.copyOf(byInput.keySet());
      for (Gradient gradient : byInput.values()) {
        wanted.add(((Gradient.Dense) gradient).value());
      }
      gradients = Autodiff.gradients(loss, scope.trained());
    }
    var program = new Program(graph, graph.inputs(), wanted, gradients, scope.updates());
    Interpreter.Run run = secondRun(machine, program);
    List<Tensor> inputGradients = new ArrayList<>();
    for (int i = 0; i < floats.size() && !cotangents.isEmpty(); i++) {
      // An input that the output doesn't depend on has no gradient.
      int at = derived.indexOf(floats.get(i));
      inputGradients.add(
          at < 0
              ? Tensor.zeros(values.get(graph.inputs().indexOf(floats.get(i))).shape())
              : run.outputs().get(outputs.size() + at));
    }
    return new Result(
        run.outputs().subList(0, outputs.size()),
        inputGradients,
        run.gradients(),
        run.assignments());
  }

  /**
   * Runs a program; with states that are kept from batch to batch, for the second time: Keras has
   * built the layer by calling it once before.
   */
  private Interpreter.Run secondRun(Machine machine, Program program) {
    Interpreter.Run first = machine.run(program, values);
    Map<Variable, Tensor> kept = new LinkedHashMap<>();
    first
        .assignments()
        .forEach(
            (variable, after) -> {
              if (!weights.containsValue(variable)) {
                kept.put(variable, variable.read());
                variable.assign(after);
              }
            });
    if (kept.isEmpty()) {
      return first;
    }
    Interpreter.Run second = machine.run(program, values);
    kept.forEach(Variable::assign);
    return second;
  }

  /** Computes a node. */
  Tensor compute(Machine machine, Node node) {
    return machine.run(Program.of(scope.graph(), List.of(node)), values).outputs().getFirst();
  }
}
