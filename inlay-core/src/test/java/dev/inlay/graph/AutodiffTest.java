package dev.inlay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Reduction.Reduce;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutodiffTest {
  private final Graph graph = new Graph();

  private Node weight(String path, Tensor values) {
    Variable variable = new Variable(path, values.shape(), true);
    variable.assign(values);
    return graph.weight(variable);
  }

  private Node weight(float... values) {
    return weight("w" + graph.nodes().size(), Tensor.of(values));
  }

  private Node ids(int... dims) {
    return graph.input(TensorSpec.of("ids" + graph.inputs().size(), DType.INT32, Shape.of(dims)));
  }

  private static Variable variable(Node weight) {
    return ((Source.Weight) weight.op()).variable();
  }

  /** The gradient for all elements of a weight. */
  private static float[] gradient(Node loss, Node weight, Value... inputs) {
    return gradients(loss, List.of(weight), inputs).get(variable(weight));
  }

  private static Map<Variable, float[]> gradients(Node loss, List<Node> weights, Value... inputs) {
    var variables = weights.stream().map(AutodiffTest::variable).toList();
    Graph graph = loss.graph();
    Map<Variable, Gradient> gradients = Autodiff.gradients(loss, variables);
    var program = new Program(graph, graph.inputs(), List.of(loss), gradients, Map.of());
    var run = Interpreter.run(program, List.of(inputs), 1);
    return run.gradients().entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().data()));
  }

  @Test
  void isInTheOrderAskedForAndLeavesOutWhatTheLossDoesNotDependOn() {
    Node a = weight(1);
    Node b = weight(2);
    Node stopped = weight(3);
    Node cut = weight(4);
    Node unused = weight(5);
    Node loss =
        a.mul(b)
            .add(stopped.stopGradient())
            .add(cut.cast(DType.INT32).cast(DType.FLOAT32))
            .add(cut.apply(Unary.FLOOR))
            .sum();

    var gradients = Autodiff.gradients(loss, List.of(unused, b, cut, stopped, a));

    assertThat(gradients.keySet()).containsExactly(b, a);
  }

  @Test
  void addsUpAllWaysToTheLoss() {
    Node x = weight(3);
    Node squared = x.mul(x); // 2 x = 6
    Node loss = squared.mul(x).add(squared).sum(); // 3 x² + 2 x

    assertThat(gradient(loss, x)).containsExactly(33);
  }

  @Test
  void derivesAgain() {
    Node x = weight(2, 3);
    Node loss = x.mul(x).mul(x).sum();

    Node first = ((Gradient.Dense) Autodiff.gradients(loss, List.of(x)).get(x)).value();

    assertThat(gradient(first.sum(), x)).containsExactly(12, 18); // 6 x
  }

  @Test
  void ofTheLossItselfIsOne() {
    Node loss = weight(2).sum();

    var gradient = (Gradient.Dense) Autodiff.gradients(loss, List.of(loss)).get(loss);

    assertThat(gradient.value().op()).isEqualTo(new Source.Constant(Tensor.scalar(1)));
  }

  @Test
  void addsNoNodesForWhatIsNotWanted() {
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(2)));
    Node frozen = weight("frozen", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    Node head = weight("head", Tensor.of(new float[][] {{1}, {2}}));
    Node loss = x.matMul(frozen).matMul(head).mean();
    int before = graph.nodes().size();

    Autodiff.gradients(loss, List.of(head));

    assertThat(graph.nodes().subList(before, graph.nodes().size()).stream().map(n -> n.op().name()))
        .containsExactly("Constant", "Unreduce", "MatMul");
  }

  @Test
  void givesNodesTheOriginOfTheNodeTheyDerive() {
    graph.origin("dense");
    Node x = weight(1, 2);
    Node activated = x.tanh();
    graph.origin("loss");
    Node loss = activated.square().sum();
    graph.origin("train");
    int before = graph.nodes().size();

    Autodiff.gradients(loss, List.of(x));

    assertThat(graph.origin()).isEqualTo("train");
    assertThat(graph.nodes().subList(before, graph.nodes().size()))
        .extracting(n -> n.op().name(), Node::origin)
        .contains(
            org.assertj.core.groups.Tuple.tuple("Unreduce", "loss"),
            org.assertj.core.groups.Tuple.tuple("ActivationGrad", "dense"));
  }

  @Test
  void ofALookupIsRowsSummedById() {
    Node table = weight("table", Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    Node rows = table.gather(ids(4));
    Node loss = rows.mul(graph.constant(Tensor.of(new float[][] {{1}, {10}, {100}, {1000}}))).sum();
    int before = graph.nodes().size();

    var gradient = Autodiff.gradients(loss, List.of(table)).get(table);

    assertThat(gradient).isInstanceOf(Gradient.Rows.class);
    assertThat(graph.nodes().subList(before, graph.nodes().size()))
        .noneMatch(n -> n.shape().equals(table.shape()));
    assertThat(gradient(loss, table, Tensor.of(2, 0, 2, -1)))
        .containsExactly(10, 10, 0, 0, 101, 101);
  }

  @Test
  void ofASharedTableHasAPartForEachLookup() {
    Node table = weight("table", Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    Node ragged = graph.input(TensorSpec.ragged("bag", DType.INT32));
    Node bag =
        graph.add(new Lookup.Bag(Combiner.MEAN, false, Float.POSITIVE_INFINITY), table, ragged);
    Node loss = table.gather(ids(2)).sum().add(bag.mul(4).sum());

    var gradient = (Gradient.Rows) Autodiff.gradients(loss, List.of(table)).get(table);

    assertThat(gradient.parts())
        .hasSize(2)
        .hasAtLeastOneElementOfType(Gradient.Gathered.class)
        .hasAtLeastOneElementOfType(Gradient.Bagged.class);
    assertThat(
            gradient(
                loss, table, Ragged.of(new int[] {0, 1}, new int[] {1, 1, 1, 2}), Tensor.of(1, 0)))
        .containsExactly(3, 3, 6, 6, 1, 1);
  }

  @Test
  void ofATableUsedByLookupsAndWholeIsDense() {
    Node table = weight("table", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    Node ragged = graph.input(TensorSpec.ragged("bag", DType.INT32));
    Node bag =
        graph.add(new Lookup.Bag(Combiner.SUM, false, Float.POSITIVE_INFINITY), table, ragged);
    Node loss = table.gather(ids(3)).sum().add(bag.sum()).add(table.square().sum());

    assertThat(Autodiff.gradients(loss, List.of(table)).get(table))
        .isInstanceOf(Gradient.Dense.class);
    assertThat(gradient(loss, table, Ragged.of(new int[] {1, 1}), Tensor.of(1, 1, 0)))
        .containsExactly(2 + 1, 4 + 1, 6 + 4, 8 + 4);
  }

  @Test
  void ofATableThatIsComputedGoesBackThroughIt() {
    Node a = weight("a", Tensor.of(new float[][] {{1}, {2}}));
    Node b = weight("b", Tensor.of(new float[][] {{3, 4}}));
    Node loss = a.matMul(b).gather(ids(2)).sum(); // rows 1 and 1 of a b

    assertThat(gradients(loss, List.of(a, b), Tensor.of(1, 1)))
        .containsEntry(variable(a), new float[] {0, 14})
        .containsEntry(variable(b), new float[] {4, 4});
  }

  @Test
  void atKinksIsTensorFlows() {
    Node a = weight(1, 2, 0);
    Node b = weight(1, 3, 0);
    assertThat(gradient(a.max(b).sum(), a)).containsExactly(1, 0, 1);
    assertThat(gradient(a.max(b).sum(), b)).containsExactly(0, 1, 0);
    assertThat(gradient(a.min(b).sum(), a)).containsExactly(1, 1, 1);
    assertThat(gradient(a.abs().sum(), a)).containsExactly(1, 1, 0);
    assertThat(gradient(a.relu().sum(), a)).containsExactly(1, 1, 0);
    Node equals = weight(5, 5, 1, 5, 2);
    assertThat(gradient(equals.reduceMax().mul(3), equals)).containsExactly(1, 1, 0, 1, 0);
  }

  @Test
  void ofAProductKnowsZeros() {
    var product = new Reduce(Fold.PROD, List.of(0), false);
    for (float[] x : new float[][] {{2, 3, 4}, {2, 0, 4}, {0, 3, 0}}) {
      Node w = weight(x);
      assertThat(gradient(graph.add(product, w), w))
          .containsExactly(x[1] * x[2], x[0] * x[2], x[0] * x[1]);
    }
  }

  @Test
  void ofReluKeepsInfinitiesOfClosedUnitsOut() {
    Node x = weight(-1, 4);
    Node loss = x.relu().sqrt().sum(); // the square root's slope at 0 is infinite

    assertThat(gradient(loss, x)).containsExactly(0, 0.25f);
  }

  @Test
  void ofAPartOfAnAxisOfUnknownLengthCountsFromItsEnd() {
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.of(-1, -1, 1)));
    Node w = weight("w", Tensor.of(Shape.of(1, 2, 1), 1, 2));
    Node twice = x.mul(w.sum()); // so that x sends its gradient on
    Node loss = Node.concat(1, w, twice, w).square().sum();

    assertThat(gradient(loss, w, Tensor.of(Shape.of(1, 1, 1), 1f))).containsExactly(10, 14);
  }

  @Test
  void columnsThatNobodyWantsAreNotComputed() {
    Node numbers = graph.input(TensorSpec.of("numbers", DType.FLOAT32, Shape.of(-1, 2)));
    Node a = weight("a", Tensor.of(new float[][] {{1, 2, 3}}));
    Node b = weight("b", Tensor.of(new float[][] {{4}}));
    Node kernel =
        weight("kernel", Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}}));
    Node rows = Node.concat(1, numbers, a, b, numbers);
    Node loss = rows.matMul(kernel).sum();

    var gradients = gradients(loss, List.of(a, b), Tensor.of(new float[][] {{9, 9}}));

    assertThat(gradients.get(variable(a))).containsExactly(3, 4, 5);
    assertThat(gradients.get(variable(b))).containsExactly(6);
    Node ofA =
        ((Gradient.Dense) Autodiff.gradients(loss, List.of(variable(a))).get(variable(a))).value();
    assertThat(ofA.input(0).op()).isInstanceOf(Contraction.MatMul.class);
    assertThat(ofA.input(0).shape().last()).isEqualTo(3);
  }

  @Test
  void ofOneNodeIsANode() {
    Node x = weight(1, 2);
    Node table = weight("table", Tensor.of(new float[][] {{1}, {2}}));
    Node loss = x.square().sum().add(table.gather(ids(1)).sum());
    Node slope = Autodiff.gradient(x.square().sum(), x);
    assertThat(Interpreter.run(Program.of(graph, List.of(slope)), List.of(Tensor.of(0)), 0))
        .satisfies(
            run -> assertThat(run.outputs().getFirst().toFloats().data()).containsExactly(2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.gradient(loss, table))
        .withMessageContaining("take the gradient for what the lookup gives");
    Node other = weight(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.gradient(loss, other))
        .withMessageContaining("doesn't depend on");
  }

  @Test
  void refusesWhatHasNone() {
    Node x = weight(1, 2);
    Node y = x.square();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.gradients(y, List.of(x)))
        .withMessage("a loss is a single FLOAT32 number, got FLOAT32 (2,); take its mean or sum");
    Node ids = ids(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.gradients(y.sum(), List.of(ids)))
        .withMessageContaining("INT32");
    Node ragged = graph.input(TensorSpec.ragged("r", DType.FLOAT32));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.gradients(y.sum(), List.of(ragged)))
        .withMessageContaining("ragged");
  }

  @Test
  void passesRandomNumbersBy() {
    Node x = weight(1, 2, 3);
    Node noise = graph.add(new Random(Random.Distribution.UNIFORM, 4), x);
    float[] drawn = new float[3];
    for (int i = 0; i < 3; i++) {
      drawn[i] = CounterRandom.uniform(CounterRandom.seed(1, 4), i);
    }

    assertThat(gradient(x.mul(noise).sum(), x)).containsExactly(drawn);
  }
}
