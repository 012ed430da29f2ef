package dev.inlay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pool;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values worked out by hand. */
class InterpreterTest {
  private final Graph graph = new Graph();

  private Node constant(float... values) {
    return graph.constant(Tensor.of(values));
  }

  private Node matrix(float[]... rows) {
    return graph.constant(Tensor.of(rows));
  }

  private static Tensor evaluate(Node node, Value... inputs) {
    return Interpreter.run(Program.of(node.graph(), List.of(node)), List.of(inputs), 0)
        .outputs()
        .getFirst();
  }

  private static float[] floats(Node node, Value... inputs) {
    return evaluate(node, inputs).toFloats().data();
  }

  private static float[] row(float... values) {
    return values;
  }

  @Test
  void axesOfLengthOneComeAndGo() {
    Node x = matrix(row(1, 2, 3), row(4, 5, 6));
    assertThat(x.expandDims(0).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(x.expandDims(1).shape()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(x.expandDims(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(x.expandDims(-1).squeeze(2).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.expandDims(1).squeeze(-2).shape()).isEqualTo(Shape.of(2, 3));
    Node y = x.mul(10);
    assertThat(Node.stack(0, x, y).shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(Node.stack(-1, x, y).shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(floats(Node.stack(1, x, y)))
        .containsExactly(1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60);
    Node rows = graph.input(TensorSpec.of("rows", DType.FLOAT32, Shape.of(-1, 4, 2)));
    assertThat(rows.expandDims(0).shape()).isEqualTo(Shape.of(1, -1, 4, 2));
    assertThat(rows.expandDims(2).shape()).isEqualTo(Shape.of(-1, 4, 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.squeeze(1))
        .withMessage("squeeze(1) of shape (2, 3): that axis isn't of length 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.expandDims(3))
        .withMessageContaining("axis 3");
  }

  @Test
  void functionsOfOneElement() {
    Node x = constant(-1.5f, 0, 0.5f, 2.5f);
    assertThat(floats(x.apply(Unary.ROUND))).containsExactly(-2, 0, 0, 2);
    assertThat(floats(x.apply(Unary.FLOOR))).containsExactly(-2, 0, 0, 2);
    assertThat(floats(x.apply(Unary.CEIL))).containsExactly(-1, 0, 1, 3);
    assertThat(floats(x.apply(Unary.SIGN))).containsExactly(-1, 0, 1, 1);
    assertThat(floats(x.apply(Unary.NOT))).containsExactly(0, 1, 0, 0);
    assertThat(floats(x.relu())).containsExactly(0, 0, 0.5f, 2.5f);
    assertThat(floats(constant(Float.NaN, 1, Float.NEGATIVE_INFINITY).apply(Unary.IS_FINITE)))
        .containsExactly(0, 1, 0);
    assertThat(floats(constant(-100, 0, 100).softplus()))
        .containsExactly(row(3.783506e-44f, 0.6931472f, 100), within(1e-7f));
    assertThat(floats(constant(0, -1, Float.POSITIVE_INFINITY).apply(Unary.ATAN)))
        .containsExactly(row(0, (float) (-Math.PI / 4), (float) (Math.PI / 2)), within(1e-7f));
    // Abramowitz and Stegun, table 7.1.
    assertThat(floats(constant(0, 0.5f, -1, 2, 7).apply(Unary.ERF)))
        .containsExactly(row(0, 0.5204999f, -0.8427008f, 0.9953223f, 1), within(1e-7f));
  }

  @Test
  void functionsOfTwoElementsBroadcast() {
    Node column = matrix(row(1), row(2));
    Node line = constant(0, 2);
    assertThat(evaluate(column.sub(line))).isEqualTo(Tensor.of(new float[][] {{1, -1}, {2, 0}}));
    assertThat(floats(column.apply(Binary.DIV_NO_NAN, line))).containsExactly(0, 0.5f, 0, 1);
    assertThat(floats(column.apply(Binary.EQUAL, line))).containsExactly(0, 0, 0, 1);
    assertThat(floats(column.apply(Binary.AND, line))).containsExactly(0, 1, 0, 1);
    assertThat(floats(line.greater(1).where(column, graph.constant(9f))))
        .containsExactly(9, 1, 9, 2);
  }

  @Test
  void bitsDivisorsAndQuotientsOfIntegersAreExact() {
    Node a = graph.constant(Tensor.of(12, -7, 0, 1 << 30));
    Node b = graph.constant(Tensor.of(10, 3, 0, -40));
    var wanted = new EnumMap<Whole, int[]>(Whole.class);
    wanted.put(Whole.BIT_AND, new int[] {8, 1, 0, 1 << 30});
    wanted.put(Whole.BIT_OR, new int[] {14, -5, 0, -40});
    wanted.put(Whole.BIT_XOR, new int[] {6, -6, 0, -1073741864});
    wanted.put(Whole.SHIFT_LEFT, new int[] {12288, -56, 0, 1 << 30});
    wanted.put(Whole.SHIFT_RIGHT, new int[] {0, -1, 0, 1 << 30});
    wanted.put(Whole.GCD, new int[] {2, 1, 0, 8});
    wanted.put(Whole.FLOOR_DIV, new int[] {1, -3, 0, -26843546});
    wanted.put(Whole.FLOOR_MOD, new int[] {2, 2, 0, -16});
    wanted.forEach(
        (op, numbers) -> assertThat(evaluate(graph.add(op, a, b))).isEqualTo(Tensor.of(numbers)));
  }

  @Test
  void integersStayWhole() {
    Node a = graph.constant(Tensor.of(7, -7));
    Node two = graph.constant(Tensor.of(2, 2));
    assertThat(evaluate(a.div(two))).isEqualTo(Tensor.of(3, -3));
    assertThat(evaluate(constant(2.9f, -2.9f).cast(DType.INT32))).isEqualTo(Tensor.of(2, -2));
    assertThat(evaluate(a.mul(two).cast(DType.FLOAT32))).isEqualTo(Tensor.of(14f, -14f));
  }

  @Test
  void folds() {
    Node x = matrix(row(1, 2, 3), row(4, 5, 9));
    assertThat(evaluate(x.sum())).isEqualTo(Tensor.scalar(24));
    assertThat(floats(x.mean(1))).containsExactly(2, 6);
    assertThat(evaluate(x.sumKeepingDims(0))).isEqualTo(Tensor.of(new float[][] {{5, 7, 12}}));
    assertThat(floats(x.reduceMax(-1))).containsExactly(3, 9);
    assertThat(floats(x.reduceMin(0))).containsExactly(1, 2, 3);
    assertThat(floats(graph.add(new Reduction.Reduce(Reduction.Fold.PROD, List.of(1), false), x)))
        .containsExactly(6, 180);
    assertThat(floats(graph.add(new Reduction.CumSum(1, false, false), x)))
        .containsExactly(1, 3, 6, 4, 9, 18);
    assertThat(floats(graph.add(new Reduction.CumSum(1, true, true), x)))
        .containsExactly(5, 3, 0, 14, 9, 0);
    assertThat(floats(graph.add(new Reduction.Unreduce(List.of(1), false, true), x.sum(1), x)))
        .containsExactly(2, 2, 2, 6, 6, 6);
    assertThat(floats(graph.add(new Reduction.SumLike(), x, constant(0, 0, 0))))
        .containsExactly(5, 7, 12);
  }

  @Test
  void softmaxesDoNotOverflow() {
    Node x = matrix(row(1000, 1000), row(0, (float) Math.log(3)));
    assertThat(floats(x.softmax())).containsExactly(row(0.5f, 0.5f, 0.25f, 0.75f), within(1e-7f));
    assertThat(floats(x.logSoftmax()))
        .containsExactly(row(-0.6931472f, -0.6931472f, -1.3862944f, -0.2876821f), within(1e-6f));
  }

  @Test
  void movesElements() {
    Node x = matrix(row(1, 2, 3), row(4, 5, 6));
    assertThat(floats(x.transpose(1, 0))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(evaluate(x.reshape(-1, 2)).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(floats(x.slice(1, -2, -1))).containsExactly(2, 5);
    assertThat(floats(x.slice(1, 1, Movement.Slice.END))).containsExactly(2, 3, 5, 6);
    assertThat(floats(Node.concat(1, x, x.slice(1, 0, 1)))).containsExactly(1, 2, 3, 1, 4, 5, 6, 4);
    assertThat(floats(graph.add(new Movement.Pad(1, 1, 2), constant(7).reshape(1, 1))))
        .containsExactly(0, 7, 0, 0);
    assertThat(floats(graph.add(new Movement.Reverse(1), x))).containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Test
  void multipliesMatrices() {
    Node a = matrix(row(1, 2), row(3, 4));
    Node b = matrix(row(5, 6), row(7, 8));
    assertThat(floats(a.matMul(b))).containsExactly(19, 22, 43, 50);
    assertThat(floats(graph.add(new Contraction.MatMul(true, false), a, b)))
        .containsExactly(26, 30, 38, 44);
    assertThat(floats(graph.add(new Contraction.MatMul(false, true), a, b)))
        .containsExactly(17, 23, 39, 53);
    assertThat(evaluate(Node.concat(0, a, b).reshape(2, 2, 2).matMul(a)))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 7f, 10, 15, 22, 23, 34, 31, 46));
  }

  private Node table() {
    Variable variable = new Variable("table", Shape.of(3, 2), true);
    variable.assign(Tensor.of(new float[][] {{1, 2}, {3, 4}, {6, 8}}));
    return graph.weight(variable);
  }

  @Test
  void looksRowsUp() {
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(2)));
    assertThat(evaluate(table().gather(ids), Tensor.of(new int[][] {{2, -1}, {0, 2}})))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 6f, 8, 0, 0, 1, 2, 6, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(table().gather(ids), Tensor.of(new int[][] {{0, 3}})))
        .withMessage("id 3 for a table of 3 rows; ids run from 0 to 2");
    assertThat(
            floats(
                graph.add(new Lookup.OneHot(2), graph.constant(Tensor.of(1, 2, -1))),
                Tensor.of(new int[][] {{0, 0}})))
        .containsExactly(0, 1, 0, 0, 0, 0);
  }

  /** As tf.math.top_k, which answers [7, 5, 5] and [2, 1, 4] to the first row. */
  @Test
  void choosesTheLargestElements() {
    Node x = matrix(row(-0f, 5, 7, 3, 5), row(0, -1, -0f, Float.NaN, Float.NEGATIVE_INFINITY));
    Node.Top top = x.topK(3);
    assertThat(floats(top.values())).containsExactly(7, 5, 5, Float.NaN, 0f, -0f);
    assertThat(evaluate(top.places())).isEqualTo(Tensor.of(new int[][] {{2, 1, 4}, {3, 0, 2}}));
    Node places = graph.constant(Tensor.of(new int[][] {{0, -1}, {1, 1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(x.gatherElements(places)))
        .withMessage("place -1 on an axis of 5; places run from 0 to 4");
  }

  /** As tf.nn.safe_embedding_lookup_sparse. */
  @Test
  void combinesBags() {
    Node ids = graph.input(TensorSpec.ragged("ids", DType.INT32));
    Node weights = graph.input(TensorSpec.ragged("weights", DType.FLOAT32));
    Ragged given = Ragged.of(new int[] {0, 1, -1}, new int[] {}, new int[] {2, 0});
    Ragged shares = Ragged.of(new float[] {1, 3, 5}, new float[] {}, new float[] {2, -1});
    float root2 = (float) Math.sqrt(2);
    float root10 = (float) Math.sqrt(10);
    float[][][] wanted = {
      {{4, 6, 0, 0, 7, 10}, {10, 14, 0, 0, 11, 14}},
      {{2, 3, 0, 0, 3.5f, 5}, {2.5f, 3.5f, 0, 0, 6, 8}},
      {
        {4 / root2, 6 / root2, 0, 0, 7 / root2, 10 / root2},
        {10 / root10, 14 / root10, 0, 0, 6, 8}
      }
    };
    for (Combiner combiner : Combiner.values()) {
      Node plain = graph.add(bag(combiner, false, Float.POSITIVE_INFINITY), table(), ids);
      Node weighted =
          graph.add(bag(combiner, true, Float.POSITIVE_INFINITY), table(), ids, weights);
      assertThat(floats(plain, given, shares))
          .containsExactly(wanted[combiner.ordinal()][0], within(1e-6f));
      assertThat(floats(weighted, given, shares))
          .containsExactly(wanted[combiner.ordinal()][1], within(1e-6f));
    }
    // The rows 1 and 2 are 5 and 10 long.
    Node bounded = graph.add(bag(Combiner.SUM, false, 5), table(), ids);
    assertThat(floats(bounded, Ragged.of(new int[] {1, 2}), Ragged.of(new float[] {1, 1})))
        .containsExactly(row(6, 8), within(1e-6f));
  }

  private static Lookup.Bag bag(Combiner combiner, boolean weighted, float maxNorm) {
    return new Lookup.Bag(combiner, weighted, maxNorm);
  }

  @Test
  void countsIds() {
    Node ids = graph.input(TensorSpec.ragged("ids", DType.INT32));
    Node weights = graph.input(TensorSpec.ragged("weights", DType.FLOAT32));
    Ragged given = Ragged.of(new int[] {1, 1, -1}, new int[] {0, 5});
    Ragged shares = Ragged.of(new float[] {0.5f, 2, 9}, new float[] {-1, 9});
    assertThat(floats(graph.add(new Lookup.MultiHot(2, false), ids), given, shares))
        .containsExactly(0, 2, 1, 0);
    assertThat(floats(graph.add(new Lookup.MultiHot(2, true), ids, weights), given, shares))
        .containsExactly(0, 2.5f, -1, 0);
  }

  @Test
  void convolves() {
    Node x = constant(1, 2, 3, 4).reshape(1, 4, 1);
    Node kernel = constant(1, 10, 100).reshape(3, 1, 1);
    assertThat(floats(graph.add(conv(Padding.VALID, 1), x, kernel))).containsExactly(321, 432);
    assertThat(floats(graph.add(conv(Padding.SAME, 1), x, kernel)))
        .containsExactly(210, 321, 432, 43);
    assertThat(floats(graph.add(conv(Padding.SAME, 2), x, kernel))).containsExactly(321, 43);
    assertThat(floats(graph.add(conv(Padding.CAUSAL, 1), x, kernel)))
        .containsExactly(100, 210, 321, 432);
    Node depthwise =
        graph.add(
            new Conv(List.of(1), Padding.VALID, List.of(1), 2),
            x.reshape(1, 2, 2),
            constant(1, 10, 100, 1000).reshape(1, 1, 4));
    assertThat(floats(depthwise)).containsExactly(1, 10, 200, 2000, 3, 30, 400, 4000);
  }

  private static Conv conv(Padding padding, int stride) {
    return new Conv(List.of(stride), padding, List.of(1), 1);
  }

  @Test
  void pools() {
    Node x = constant(4, 2, 3, 1, 5).reshape(1, 5, 1);
    assertThat(floats(graph.add(pool(Pooling.MAX, Padding.VALID), x))).containsExactly(4, 3);
    assertThat(floats(graph.add(pool(Pooling.MAX, Padding.SAME), x))).containsExactly(4, 3, 5);
    assertThat(floats(graph.add(pool(Pooling.AVERAGE, Padding.SAME), x))).containsExactly(3, 2, 5);
  }

  private static Pool pool(Pooling pooling, Padding padding) {
    return new Pool(pooling, List.of(2), List.of(2), padding);
  }

  @Test
  void crossEntropies() {
    Node x = matrix(row(0, (float) Math.log(3)));
    assertThat(floats(graph.add(new CrossEntropy.SigmoidCrossEntropy(), x, matrix(row(1, 0)))))
        .containsExactly(row(0.6931472f, 1.3862944f), within(1e-6f));
    assertThat(
            floats(graph.add(new CrossEntropy.SoftmaxCrossEntropy(), x, matrix(row(0.5f, 0.5f)))))
        .containsExactly(row((1.3862944f + 0.2876821f) / 2), within(1e-6f));
    Node label = graph.constant(Tensor.of(1));
    assertThat(floats(graph.add(new CrossEntropy.SparseSoftmaxCrossEntropy(), x, label)))
        .containsExactly(row(0.2876821f), within(1e-6f));
    Node wrong = graph.constant(Tensor.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(graph.add(new CrossEntropy.SparseSoftmaxCrossEntropy(), x, wrong)))
        .withMessage("label 2, but classes run from 0 to 1");
  }

  @Test
  void randomNumbersDependOnKeyAndStreamAlone() {
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf()));
    var first = graph.add(new Random(Random.Distribution.UNIFORM, 0), x);
    var second = graph.add(new Random(Random.Distribution.UNIFORM, 1), x);
    var program = Program.of(graph, List.of(first, second));
    var zeros = List.of(Tensor.zeros(Shape.of(100)));

    var run = Interpreter.run(program, zeros, 5).outputs();

    assertThat(Interpreter.run(program, zeros, 5).outputs()).isEqualTo(run);
    assertThat(Interpreter.run(program, zeros, 6).outputs().getFirst())
        .isNotEqualTo(run.getFirst());
    assertThat(run.get(0)).isNotEqualTo(run.get(1));
    // A batch with more rows begins with the same numbers.
    var longer = Interpreter.run(program, List.of(Tensor.zeros(Shape.of(150))), 5).outputs();
    assertThat(longer.getFirst().rows(0, 100)).isEqualTo(run.getFirst());
  }

  @Test
  void givesNewStatesWithoutTouchingThem() {
    Variable mean = new Variable("norm/movingMean", Shape.of(2), false);
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(2)));
    Node next = graph.weight(mean).mul(0.5f).add(x.mean(0).mul(0.5f));
    var program = new Program(graph, graph.inputs(), List.of(), Map.of(), Map.of(mean, next));

    var run = Interpreter.run(program, List.of(Tensor.of(new float[][] {{1, 2}, {3, 6}})), 0);

    assertThat(run.assignments()).containsEntry(mean, Tensor.of(1f, 2f));
    assertThat(mean.read()).isEqualTo(Tensor.of(0f, 0f));
  }

  @Test
  void saysWhereNumbersWentWrong() {
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(2)));
    Node infinite = graph.constant(Float.POSITIVE_INFINITY);
    Node exp = x.exp();
    Node bad = exp.log().sub(exp);
    var program = Program.of(graph, List.of(bad, infinite.mul(2)));

    assertThat(Interpreter.firstNonFinite(program, List.of(Tensor.of(new float[][] {{1, 2}})), 0))
        .isEmpty();
    assertThat(Interpreter.firstNonFinite(program, List.of(Tensor.of(new float[][] {{1, 89}})), 0))
        .contains(exp);
    assertThat(
            Interpreter.firstNonFinite(
                program, List.of(Tensor.of(new float[][] {{1, Float.NaN}})), 0))
        .contains(x);
  }

  @Test
  void blamesTheLookupOfABadRow() {
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf()));
    Node table = table();
    ((Source.Weight) table.op()).variable().values().array()[5] = Float.NaN;
    Node rows = table.gather(ids);
    var program = Program.of(graph, List.of(rows.sum()));

    assertThat(Interpreter.firstNonFinite(program, List.of(Tensor.of(0, 1)), 0)).isEmpty();
    assertThat(Interpreter.firstNonFinite(program, List.of(Tensor.of(0, 2)), 0)).contains(rows);
  }

  @Test
  void refusesInputsThatDoNotFit() {
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(x.relu(), Tensor.of(1f, 2f)))
        .withMessageContaining("input \"x\" wants FLOAT32 (None, 2), got FLOAT32 (2,)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(x.relu(), Tensor.of(new int[][] {{1, 2}})))
        .withMessageContaining("INT32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> floats(x.relu()))
        .withMessage("the program has 1 inputs, got 0 values");
  }
}
