package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A layer applied to values, on a graph of its own, as a model would. */
final class Traced {
  /** What random numbers depend on. */
  static final long KEY = 11;

  final Weights weights = new Weights(7);
  private final Layer layer;
  private final List<Tensor> inputs;
  private @Nullable Tensor mask;
  private boolean training;
  private int outputs;

  Traced(Layer layer, Tensor... inputs) {
    this.layer = layer;
    this.inputs = List.of(inputs);
  }

  Traced masked(@Nullable Tensor mask) {
    this.mask = mask;
    return this;
  }

  Traced training(boolean training) {
    this.training = training;
    return this;
  }

  /** What one run gives: outputs, and of the loss Σ c · output its derivatives. */
  record Result(
      List<Tensor> outputs,
      float loss,
      List<Tensor> inputGradients,
      Map<Variable, Tensor.FloatTensor> weightGradients,
      Map<Variable, Tensor.FloatTensor> states) {
    Tensor output() {
      return outputs.getFirst();
    }
  }

  /** Runs the layer without a loss. */
  Result run() {
    return run(List.of());
  }

  /** Runs the layer; with cotangents c for its outputs, also backward. */
  Result run(List<Tensor> cotangents) {
    Program program = program(cotangents);
    Interpreter.Run run = Interpreter.run(program, values(), KEY);
    List<Tensor> answers = run.outputs();
    return new Result(
        answers.subList(0, outputs),
        answers.getLast().toFloats().data()[0],
        answers.subList(outputs, answers.size() - 1),
        run.gradients(),
        run.assignments());
  }

  /** What the program's inputs are fed with. */
  List<Value> values() {
    List<Value> values = new ArrayList<>(inputs);
    if (mask != null) {
      values.add(mask);
    }
    return values;
  }

  /** The layer's outputs, of the loss its derivatives for the inputs, and the loss. */
  Program program(List<Tensor> cotangents) {
    Graph graph = new Graph();
    Scope scope = Scope.root(graph, weights, training);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      nodes.add(graph.input(spec("x" + i, inputs.get(i))));
    }
    if (mask != null) {
      scope.mask(nodes.getFirst(), graph.input(spec("mask", mask)));
    }
    List<Node> wanted = new ArrayList<>(scope.applyAll(layer, nodes.toArray(Node[]::new)));
    outputs = wanted.size();
    Node loss = graph.constant(0);
    Map<Variable, Gradient> gradients = Map.of();
    if (!cotangents.isEmpty()) {
      for (int i = 0; i < outputs; i++) {
        loss = loss.add(wanted.get(i).mul(graph.constant(cotangents.get(i))).sum());
      }
      for (Node penalty : scope.losses()) {
        loss = loss.add(penalty);
      }
      List<Node> floats = nodes.stream().filter(n -> n.dtype() == DType.FLOAT32).toList();
      for (Gradient gradient : Autodiff.gradients(loss, floats).values()) {
        wanted.add(((Gradient.Dense) gradient).value());
      }
      gradients = Autodiff.gradients(loss, scope.trained());
    }
    wanted.add(loss);
    return new Program(graph, graph.inputs(), wanted, gradients, scope.updates());
  }

  /** Σ c · output and the penalties. */
  double loss(List<Tensor> cotangents) {
    return run(cotangents).loss;
  }

  /** Gives weights their values by the last part of their paths. */
  Traced assign(Map<String, Tensor> values) {
    run();
    for (Variable variable : weights.all()) {
      Tensor value = values.get(lastOf(variable.path()));
      if (value != null) {
        variable.assign(value);
      }
    }
    return this;
  }

  /** Has weights made of values by path: rounded, where they are held in 8 bits. */
  Traced beginningAs(Map<String, Tensor> values) {
    Map<String, Variable> first = new HashMap<>();
    values.forEach(
        (path, value) -> {
          var variable = new Variable(path, value.shape(), true);
          variable.assign(value);
          first.put(path, variable);
        });
    weights.beginAs(first);
    return this;
  }

  static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** As a model knows an input beforehand: how many rows come, it doesn't. */
  private static TensorSpec spec(String name, Tensor value) {
    return TensorSpec.of(name, value.dtype(), value.shape().withDim(0, Shape.UNKNOWN));
  }

  /** Equal but for rounding; NaN equals NaN. */
  static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    float[] a = actual.toFloats().data();
    float[] e = expected.toFloats().data();
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - e[i]) <= tolerance * (1 + Math.abs(e[i])))
          && Float.compare(a[i], e[i]) != 0) {
        throw new AssertionError(
            "%s[%d] is %s, the reference says %s".formatted(what, i, a[i], e[i]));
      }
    }
  }
}
