package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products of matrices that lie in any order of axes, put into any order. */
class MatricesTest {
  private static final List<List<Integer>> ORDERS =
      List.of(
          List.of(0, 1, 2, 3),
          List.of(0, 1, 3, 2),
          List.of(0, 2, 1, 3),
          List.of(0, 2, 3, 1),
          List.of(0, 3, 1, 2),
          List.of(0, 3, 2, 1));

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void lieInAnyOrder() {
    for (List<Integer> left : ORDERS) {
      for (List<Integer> right : ORDERS) {
        for (List<Integer> result : ORDERS) {
          check(5, 2, left, right, result);
        }
      }
    }
  }

  @Test
  void areSingleRowsAndColumns() {
    for (List<Integer> order : ORDERS) {
      for (int inner : new int[] {1, 7}) {
        check(3, inner, order, ORDERS.get(2), order);
      }
    }
  }

  @Test
  void areNotCopied() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.of(Shape.UNKNOWN, 5, 2, 3)));
    Node heads = x.transpose(0, 2, 1, 3);
    Node product = heads.matMul(x.transpose(0, 2, 3, 1)).softmax().matMul(heads);
    Node back = product.transpose(0, 2, 1, 3).tanh();
    Program program = new Program(graph, List.of(x), List.of(back), Map.of(), Map.of());
    var forms = Forms.forBatch(program, List.of(Shape.of(4, 5, 2, 3)), 4);
    var lowering = new Lowering(new Analysis(program, forms));
    assertThat(lowering.steps()).as("two products, softmax, tanh").hasSize(4);
  }

  @Test
  void onTheirSideAreMultipliedByWholeNumbers() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.of(3, 4)));
    Variable numbers = Variable.ofBytes("numbers", Shape.of(3, 5));
    for (int i = 0; i < numbers.bytes().array().length; i++) {
      numbers.bytes().array()[i] = (byte) (i - 7);
    }
    Node product = x.transpose(1, 0).matMul(graph.weight(numbers));
    Program program = new Program(graph, List.of(x), List.of(product), Map.of(), Map.of());
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    PlanCheck.agrees(program, List.of(Tensor.of(Shape.of(3, 4), values)), 1);
  }

  /** Products of {@code 4 x inner} with {@code inner x 5} matrices, three for each row. */
  private void check(
      int rows, int inner, List<Integer> left, List<Integer> right, List<Integer> result) {
    Graph graph = new Graph();
    List<Value> values = new ArrayList<>();
    Node a = ordered(graph, values, left, rows, 3, 4, inner);
    Node b = ordered(graph, values, right, rows, 3, inner, 5);
    Node y = a.matMul(b).transpose(array(result)).tanh();
    List<Node> outputs = new ArrayList<>(List.of(y));
    List<Node> inputs = graph.inputs();
    Autodiff.gradients(y.square().sum(), inputs)
        .values()
        .forEach(gradient -> outputs.add(((Gradient.Dense) gradient).value()));
    PlanCheck.agrees(new Program(graph, inputs, outputs, Map.of(), Map.of()), values, 1);
  }

  /** A value of these lengths that is the transpose of an input. */
  private Node ordered(Graph graph, List<Value> values, List<Integer> perm, int... dims) {
    int[] below = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      below[perm.get(i)] = dims[i];
    }
    Shape shape = Shape.of(below);
    float[] data = new float[Arrays.stream(below).reduce(1, (p, q) -> p * q)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextDouble(-1, 1);
    }
    values.add(Tensor.of(shape, data));
    String name = "x" + values.size();
    Node input = graph.input(TensorSpec.of(name, DType.FLOAT32, shape.withDim(0, Shape.UNKNOWN)));
    return input.transpose(array(perm));
  }

  private static int[] array(List<Integer> perm) {
    return IntStream.range(0, perm.size()).map(perm::get).toArray();
  }
}
