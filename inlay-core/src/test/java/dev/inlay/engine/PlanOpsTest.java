package dev.inlay.engine;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.GradientTable;
import dev.inlay.graph.GradientTable.In;
import dev.inlay.graph.GradientTable.Row;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every op and its gradient in a plan against the interpreter. */
@Tag("twin")
class PlanOpsTest {
  static Stream<Row> rows() {
    return GradientTable.rows().filter(row -> row.op() != Unary.ERF);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withWeights(Row row) {
    check(row, -1);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withABatch(Row row) {
    check(row, rows(row));
  }

  /** The number of rows: of ragged inputs, else of the first input. */
  private static int rows(Row row) {
    for (In in : row.inputs()) {
      if (in.value() instanceof Ragged r) {
        return r.rows();
      }
    }
    assumeThat(row.inputs()).isNotEmpty();
    Tensor first = (Tensor) row.inputs().getFirst().value();
    return first.shape().dim(0);
  }

  /** Checks a row; what has {@code batch} rows is an input, floats are weights otherwise. */
  private static void check(Row row, int batch) {
    Graph graph = new Graph();
    List<Node> nodes = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    List<Node> wrt = new ArrayList<>();
    for (In in : row.inputs()) {
      Node node = node(graph, in, nodes.size(), batch);
      if (node.op() instanceof Source.Input) {
        values.add(in.value());
      }
      if (in.derived()) {
        wrt.add(node);
      }
      nodes.add(node);
    }
    Node y;
    Map<Node, Gradient> gradients = Map.of();
    try {
      y = row.result().apply(graph.add(row.op(), nodes));
      if (row.kind() == GradientTable.Kind.DERIVED) {
        Node loss = y.square().add(y.apply(Unary.SIN)).sum();
        gradients = Autodiff.gradients(loss, wrt);
      }
    } catch (IllegalArgumentException needsKnownRows) {
      assumeThat(batch).isNegative();
      throw needsKnownRows;
    }
    List<Node> outputs = new ArrayList<>(List.of(y));
    Map<Variable, Gradient> ofVariables = new HashMap<>();
    gradients.forEach(
        (node, gradient) -> {
          if (node.op() instanceof Source.Weight(var variable)) {
            ofVariables.put(variable, gradient);
          } else if (gradient instanceof Gradient.Dense(Node value)) {
            outputs.add(value);
          }
        });
    var program = new Program(graph, graph.inputs(), outputs, ofVariables, Map.of());
    PlanCheck.agrees(program, values, 7);
  }

  private static Node node(Graph graph, In in, int place, int batch) {
    String name = "x" + place;
    if (!(in.value() instanceof Tensor tensor)) {
      return graph.input(TensorSpec.ragged(name, in.value().dtype()));
    }
    Shape shape = tensor.shape();
    if (shape.rank() > 0 && shape.dim(0) == batch) {
      return graph.input(TensorSpec.of(name, tensor.dtype(), shape.withDim(0, Shape.UNKNOWN)));
    }
    if (tensor.dtype() == DType.INT32) {
      return graph.constant(tensor);
    }
    Variable variable = new Variable(name, shape, true);
    variable.assign(tensor);
    return graph.weight(variable);
  }
}
