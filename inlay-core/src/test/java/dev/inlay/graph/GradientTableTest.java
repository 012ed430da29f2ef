package dev.inlay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.GradientTable.In;
import dev.inlay.graph.GradientTable.Row;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every op's gradient against central differences. */
class GradientTableTest {
  /** A power of two, so that the table's numbers plus or minus it are floats. */
  private static final float STEP = 0x1p-10f;

  private static final double TOLERANCE = 2e-5;

  static Stream<Row> rows() {
    return GradientTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void weightsHaveTheGradientOfCentralDifferences(Row row) {
    check(row, Source.Weight.class);
  }

  /** The first of an unknown number of rows; and tables that are no weights. */
  @ParameterizedTest
  @MethodSource("rows")
  void inputsHaveTheGradientOfCentralDifferences(Row row) {
    check(row, Source.Input.class);
  }

  @Test
  void everyOpHasARow() {
    Set<String> covered =
        GradientTable.rows()
            .flatMap(row -> names(row.op()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    // Each row has an input and a weight.
    covered.add("Input");
    covered.add("Weight");
    Set<String> wanted = new TreeSet<>();
    operations(Op.class, wanted);
    assertThat(wanted).hasSizeGreaterThan(80);
    wanted.removeAll(covered);
    assertThat(wanted)
        .as("ops, or values of their attributes, without a row in GradientTable")
        .isEmpty();
  }

  /** What a row covers: its op, and the value of each attribute that has only a few. */
  private static Set<String> names(Op op) {
    Set<String> names = new TreeSet<>();
    if (op instanceof Enum<?> constant) {
      names.add(constant.getDeclaringClass().getSimpleName() + "." + constant.name());
      return names;
    }
    names.add(op.getClass().getSimpleName());
    for (RecordComponent c : op.getClass().getRecordComponents()) {
      try {
        c.getAccessor().setAccessible(true);
        names.add(
            op.getClass().getSimpleName() + "." + c.getName() + "=" + c.getAccessor().invoke(op));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return names;
  }

  private static void operations(Class<?> type, Set<String> names) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(t -> operations(t, names));
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        names.add(type.getSimpleName() + "." + constant);
      }
    } else {
      names.add(type.getSimpleName());
      for (RecordComponent c : type.getRecordComponents()) {
        attributes(type, c)
            .forEach(v -> names.add(type.getSimpleName() + "." + c.getName() + "=" + v));
      }
    }
  }

  private static List<?> attributes(Class<?> op, RecordComponent component) {
    if (component.getType() == boolean.class) {
      return List.of(true, false);
    }
    if (op == Elementwise.ActivationGrad.class) {
      return List.of(Unary.RELU, Unary.SIGMOID, Unary.TANH);
    }
    if (op == Elementwise.Cast.class) {
      return List.of(DType.FLOAT32, DType.INT32);
    }
    return component.getType().isEnum()
        ? List.of(component.getType().getEnumConstants())
        : List.of();
  }

  private static void check(Row row, Class<? extends Source> kind) {
    Graph graph = new Graph();
    List<Node> nodes = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    List<Node> wrt = new ArrayList<>();
    for (In in : row.inputs()) {
      Node node = node(graph, in, kind, nodes.size());
      if (node.op() instanceof Source.Input) {
        values.add(in.value());
      }
      if (in.derived()) {
        wrt.add(node);
      }
      nodes.add(node);
    }
    Node y = row.result().apply(graph.add(row.op(), nodes)).cast(DType.FLOAT32);
    Node loss = y.mul(graph.constant(coefficients(shapeOf(row, y)))).sum();

    switch (row.kind()) {
      case REFUSED ->
          assertThatIllegalArgumentException()
              .isThrownBy(() -> Autodiff.gradients(loss, wrt))
              .withMessageContaining("no gradient of its own")
              .withMessageContaining(row.op().name());
      case NONE -> assertThat(Autodiff.gradients(loss, wrt)).isEmpty();
      case DERIVED -> {
        Map<Node, Gradient> gradients = Autodiff.gradients(loss, wrt);
        assertThat(gradients).isNotEmpty();
        Map<Node, Tensor.FloatTensor> actual = evaluate(graph, gradients, values);
        for (Node node : wrt) {
          double[] wanted = centralDifferences(loss, node, values);
          float[] got =
              actual.containsKey(node) ? actual.get(node).data() : new float[wanted.length];
          assertThat(got).hasSameSizeAs(wanted);
          for (int i = 0; i < wanted.length; i++) {
            assertThat((double) got[i])
                .as("element %d of the gradient for input %d", i, nodes.indexOf(node))
                .isCloseTo(
                    wanted[i],
                    org.assertj.core.data.Offset.offset(TOLERANCE * (1 + Math.abs(wanted[i]))));
          }
        }
      }
    }
  }

  private static Node node(Graph graph, In in, Class<? extends Source> kind, int place) {
    String name = "x" + place;
    if (!(in.value() instanceof Tensor tensor)) {
      return graph.input(TensorSpec.ragged(name, in.value().dtype()));
    }
    if (!in.derived()) {
      return graph.constant(tensor);
    }
    if (kind == Source.Weight.class) {
      Variable variable = new Variable(name, tensor.shape(), true);
      variable.assign(tensor);
      return graph.weight(variable);
    }
    Shape shape = place == 0 ? tensor.shape().withDim(0, Shape.UNKNOWN) : tensor.shape();
    return graph.input(TensorSpec.of(name, tensor.dtype(), shape));
  }

  /** The result's shape once the batch is known. */
  private static Shape shapeOf(Row row, Node y) {
    if (y.shape().isKnown()) {
      return y.shape();
    }
    Graph known = new Graph();
    List<Node> nodes = new ArrayList<>();
    for (In in : row.inputs()) {
      nodes.add(
          in.value() instanceof Tensor tensor
              ? known.constant(tensor)
              : known.input(
                  new TensorSpec(
                      "x" + nodes.size(),
                      in.value().dtype(),
                      Shape.of(in.value().rows(), -1),
                      true)));
    }
    return row.result().apply(known.add(row.op(), nodes)).shape();
  }

  private static Tensor.FloatTensor coefficients(Shape shape) {
    Tensor.FloatTensor c = Tensor.zeros(shape);
    for (int i = 0; i < c.data().length; i++) {
      c.data()[i] = (float) Math.cos(1 + 2 * i);
    }
    return c;
  }

  /** The gradients as a program gives them: those of weights by variable, others as outputs. */
  private static Map<Node, Tensor.FloatTensor> evaluate(
      Graph graph, Map<Node, Gradient> gradients, List<Value> values) {
    Map<Variable, Gradient> ofVariables = new LinkedHashMap<>();
    List<Node> outputs = new ArrayList<>();
    gradients.forEach(
        (node, gradient) -> {
          if (node.op() instanceof Source.Weight(Variable variable)) {
            ofVariables.put(variable, gradient);
          } else {
            outputs.add(((Gradient.Dense) gradient).value());
          }
        });
    var program = new Program(graph, graph.inputs(), outputs, ofVariables, Map.of());
    var run = Interpreter.run(program, values, 7);
    var left = new ArrayList<>(run.outputs());
    Map<Node, Tensor.FloatTensor> out = new LinkedHashMap<>();
    for (Node node : gradients.keySet()) {
      out.put(
          node,
          node.op() instanceof Source.Weight(Variable variable)
              ? run.gradients().get(variable)
              : left.removeFirst().toFloats());
    }
    return out;
  }

  private static double[] centralDifferences(Node loss, Node wrt, List<Value> values) {
    Program program = Program.of(loss.graph(), List.of(loss));
    Graph graph = loss.graph();
    float[] x =
        wrt.op() instanceof Source.Weight(Variable variable)
            ? variable.values().array()
            : ((Tensor.FloatTensor) values.get(graph.inputs().indexOf(wrt))).data();
    double[] differences = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      float at = x[i];
      x[i] = at + STEP;
      double above = Interpreter.exactly(program, values, 7).get(loss).at(0);
      x[i] = at - STEP;
      double below = Interpreter.exactly(program, values, 7).get(loss).at(0);
      x[i] = at;
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }
}
