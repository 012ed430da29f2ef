package dev.inlay.graph;

import dev.inlay.graph.CrossEntropy.CrossEntropyGrad;
import dev.inlay.graph.CrossEntropy.SigmoidCrossEntropy;
import dev.inlay.graph.CrossEntropy.SoftmaxCrossEntropy;
import dev.inlay.graph.CrossEntropy.SparseSoftmaxCrossEntropy;
import dev.inlay.graph.Movement.Slice;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Reduction.Reduce;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.ConvTranspose;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pool;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A row for each op, and for each way in which its attributes change its gradient. */
public final class GradientTable {
  /** What is to be seen of a row's gradient. */
  public enum Kind {
    /** It agrees with central differences. */
    DERIVED,
    /** Nothing goes back: the op is flat, or its inputs are no floats. */
    NONE,
    /** It is asked for in vain: the op is itself a gradient that isn't derived again. */
    REFUSED
  }

  /**
   * An input.
   *
   * @param derived whether the gradient for it is looked at
   */
  public record In(Value value, boolean derived) {}

  /**
   * A row.
   *
   * @param result the part of the op's result that counts, all of it as a rule
   */
  public record Row(Kind kind, Op op, List<In> inputs, UnaryOperator<Node> result) {
    Row withResult(UnaryOperator<Node> part) {
      return new Row(kind, op, inputs, part);
    }

    @Override
    public String toString() {
      return op
          + inputs.stream()
              .map(in -> in.value() instanceof Tensor t ? t.shape().toString() : "ragged")
              .toList()
              .toString();
    }
  }

  private GradientTable() {}

  private static Row row(Kind kind, Op op, Object... inputs) {
    List<In> in =
        Arrays.stream(inputs)
            .map(
                i ->
                    i instanceof In made
                        ? made
                        : new In((Value) i, i instanceof Tensor.FloatTensor))
            .toList();
    return new Row(kind, op, in, y -> y);
  }

  private static Row derived(Op op, Object... inputs) {
    return row(Kind.DERIVED, op, inputs);
  }

  private static Row none(Op op, Object... inputs) {
    return row(Kind.NONE, op, inputs);
  }

  private static Row refused(Op op, Object... inputs) {
    return row(Kind.REFUSED, op, inputs);
  }

  private static In fixed(Value value) {
    return new In(value, false);
  }

  /** Numbers of both signs between -1.5 and 1.5, no two alike in a row of inputs. */
  private static Tensor.FloatTensor floats(int... dims) {
    return floats(dims, 0);
  }

  private static Tensor.FloatTensor second(int... dims) {
    return floats(dims, 1);
  }

  private static Tensor.FloatTensor third(int... dims) {
    return floats(dims, 2);
  }

  private static Tensor.FloatTensor fourth(int... dims) {
    return floats(dims, 3);
  }

  private static Tensor.FloatTensor floats(int[] dims, int start) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = ((start * 17 + i * 29 + 11) % 96 - 48) / 32f + 1 / 64f;
    }
    return Tensor.of(shape, data);
  }

  /** Numbers between 0.5 and 2. */
  private static Tensor.FloatTensor positive(int... dims) {
    Tensor.FloatTensor t = floats(dims, 5);
    for (int i = 0; i < t.data().length; i++) {
      t.data()[i] = (t.data()[i] + 2.5f) / 2;
    }
    return t;
  }

  private static Tensor mask(float... ones) {
    return Tensor.of(ones);
  }

  public static Stream<Row> rows() {
    return Stream.of(
            sources(),
            elementwise(),
            reductions(),
            movements(),
            lookups(),
            selections(),
            windows(),
            rest())
        .flatMap(List::stream);
  }

  private static List<Row> sources() {
    return List.of(
        none(new Source.Constant(Tensor.of(1f, 2f))),
        none(new Source.Constant(Tensor.of(1, 2))),
        none(new Random(Random.Distribution.UNIFORM, 0), floats(3, 2)),
        none(new Random(Random.Distribution.NORMAL, 1), floats(3, 2)));
  }

  private static List<Row> elementwise() {
    List<Row> rows = new ArrayList<>();
    for (Unary op :
        List.of(
            Unary.ABS,
            Unary.NEG,
            Unary.EXP,
            Unary.EXPM1,
            Unary.SQUARE,
            Unary.SIN,
            Unary.COS,
            Unary.ATAN,
            Unary.TANH,
            Unary.SIGMOID,
            Unary.RELU,
            Unary.SOFTPLUS,
            Unary.ERF)) {
      rows.add(derived(op, floats(4, 3)));
    }
    for (Unary op : List.of(Unary.LOG, Unary.LOG1P, Unary.SQRT, Unary.RECIPROCAL)) {
      rows.add(derived(op, positive(4, 3)));
    }
    for (Unary op :
        List.of(Unary.SIGN, Unary.FLOOR, Unary.CEIL, Unary.ROUND, Unary.NOT, Unary.IS_FINITE)) {
      rows.add(none(op, floats(4, 3)));
    }
    for (Binary op : List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.MIN, Binary.MAX)) {
      rows.add(derived(op, floats(4, 3), second(4, 3)));
      rows.add(derived(op, floats(4, 3), second(3)));
      rows.add(derived(op, floats(4, 1), second(2, 4, 3)));
      rows.add(derived(op, floats(1, 1), second(4, 1, 3)));
    }
    for (Binary op : List.of(Binary.DIV, Binary.DIV_NO_NAN, Binary.POW)) {
      rows.add(derived(op, positive(4, 3), positive(4, 3)));
      rows.add(derived(op, positive(4, 3), positive(3)));
      rows.add(derived(op, positive(4, 1), positive(2, 1, 3)));
    }
    rows.add(derived(Binary.DIV_NO_NAN, floats(3), fixed(mask(0, 2, 0))));
    rows.add(derived(Binary.POW, floats(4), fixed(Tensor.of(2f, 3f, 2f, 1f))));
    for (Binary op :
        List.of(
            Binary.EQUAL,
            Binary.LESS,
            Binary.LESS_OR_EQUAL,
            Binary.GREATER,
            Binary.GREATER_OR_EQUAL,
            Binary.AND,
            Binary.OR)) {
      rows.add(none(op, floats(4, 3), second(3)));
    }
    for (Whole op : Whole.values()) {
      rows.add(none(op, Tensor.of(12, -7, 0, 5), Tensor.of(3, 4, -2, 0)));
      rows.add(none(op, Tensor.of(Shape.of(2, 1), 40, -33), Tensor.of(18, 1, -5)));
    }
    rows.add(derived(new Elementwise.Where(), fixed(mask(1, 0, 1)), floats(4, 3), second(3)));
    rows.add(derived(new Elementwise.Where(), fixed(mask(1, 0, 1)), floats(1), second(2, 3)));
    rows.add(none(new Elementwise.Cast(DType.INT32), floats(3)));
    rows.add(derived(new Elementwise.Cast(DType.FLOAT32), floats(3)));
    rows.add(none(new Elementwise.Cast(DType.FLOAT32), Tensor.of(1, 2)));
    rows.add(none(new Elementwise.StopGradient(), floats(3)));
    for (Unary op : List.of(Unary.RELU, Unary.SIGMOID, Unary.TANH)) {
      rows.add(derived(new Elementwise.ActivationGrad(op), floats(4, 3), second(4, 3)));
    }
    return rows;
  }

  private static List<Row> reductions() {
    List<Row> rows = new ArrayList<>();
    for (Fold fold : Fold.values()) {
      rows.add(derived(new Reduce(fold, List.of(0), false), floats(3, 2)));
      rows.add(derived(new Reduce(fold, List.of(1), true), floats(2, 3, 2)));
      rows.add(derived(new Reduce(fold, List.of(0, 2), false), floats(2, 3, 2)));
      rows.add(derived(new Reduce(fold, List.of(0, 1), true), floats(3, 2)));
    }
    rows.add(derived(new Reduction.Unreduce(List.of(0), false, true), floats(2), second(3, 2)));
    rows.add(derived(new Reduction.Unreduce(List.of(1), true, false), floats(2, 1), second(2, 3)));
    rows.add(derived(new Reduction.ExpandLike(), floats(1, 3), second(2, 3)));
    rows.add(derived(new Reduction.SumLike(), floats(2, 3), second(3)));
    rows.add(derived(new Reduction.Softmax(), floats(3, 4)));
    rows.add(derived(new Reduction.LogSoftmax(), floats(2, 2, 3)));
    rows.add(derived(new Reduction.Standardize(0.1f), floats(3, 4)));
    rows.add(derived(new Reduction.Standardize(0.01f), floats(2, 2, 19)));
    rows.add(
        refused(new Reduction.StandardizeGrad(0.1f), floats(3, 4), floats(3, 4), floats(3, 4)));
    for (boolean reverse : new boolean[] {false, true}) {
      rows.add(derived(new Reduction.CumSum(1, false, reverse), floats(2, 3)));
      rows.add(derived(new Reduction.CumSum(0, true, reverse), floats(3, 2)));
    }
    return rows;
  }

  private static List<Row> movements() {
    return List.of(
        derived(new Movement.Reshape(List.of(-1, 2)), floats(3, 4)),
        derived(new Movement.Reshape(List.of(0, 2, 2)), floats(3, 4)),
        derived(new Movement.ReshapeLike(), floats(3, 4), second(2, 6)),
        derived(new Movement.Transpose(List.of(2, 0, 1)), floats(2, 3, 4)),
        derived(new Movement.Concat(1), floats(2, 3), second(2, 1), third(2, 2)),
        derived(new Movement.Concat(0), fixed(second(1, 2)), floats(3, 2)),
        derived(new Slice(1, 1, 3), floats(2, 4)),
        derived(new Slice(1, 0, -1), floats(2, 4)),
        derived(new Slice(0, -2, Slice.END), floats(3, 2)),
        derived(new Movement.SliceGrad(1, 1), floats(2, 2), second(2, 4)),
        derived(new Movement.SliceGrad(1, -2), floats(2, 2), second(2, 4)),
        derived(new Movement.Pad(1, 2, 1), floats(2, 3)),
        derived(new Movement.Pad(0, 1, 0), floats(2, 3)),
        derived(new Movement.Reverse(1), floats(2, 3)));
  }

  private static List<Row> lookups() {
    Ragged ids = Ragged.of(new int[] {1, 1, 3}, new int[] {}, new int[] {-1, 0}, new int[] {2});
    Ragged weights =
        Ragged.of(
            new float[] {0.5f, 2, -1}, new float[] {}, new float[] {1, 3}, new float[] {0.25f});
    Tensor flat = Tensor.of(new int[][] {{3, 1}, {1, -1}});
    List<Row> rows = new ArrayList<>();
    rows.add(derived(new Lookup.Gather(), floats(4, 3), flat));
    rows.add(derived(new Lookup.Gather(), floats(4), flat));
    rows.add(derived(new Lookup.GatherGrad(), flat, floats(2, 2, 3), second(4, 3)));
    for (Combiner combiner : Combiner.values()) {
      // The rows of the table are 1.3 to 2.1 long, so that the norm bounds some of them.
      for (float maxNorm : new float[] {Float.POSITIVE_INFINITY, 1.75f}) {
        var plain = new Lookup.Bag(combiner, false, maxNorm);
        var weighted = new Lookup.Bag(combiner, true, maxNorm);
        rows.add(derived(plain, floats(4, 3), ids));
        rows.add(derived(weighted, floats(4, 3), ids, weights));
      }
      var plain = new Lookup.Bag(combiner, false, Float.POSITIVE_INFINITY);
      var weighted = new Lookup.Bag(combiner, true, Float.POSITIVE_INFINITY);
      rows.add(derived(new Lookup.BagGrad(plain), floats(4, 3), ids, second(4, 3)));
      rows.add(derived(new Lookup.BagGrad(weighted), floats(4, 3), ids, weights, second(4, 3)));
    }
    var bounded = new Lookup.Bag(Combiner.SUM, false, 1);
    rows.add(refused(new Lookup.BagGrad(bounded), floats(4, 3), ids, second(4, 3)));
    rows.add(none(new Lookup.OneHot(4), flat));
    rows.add(none(new Lookup.MultiHot(4, false), ids));
    rows.add(none(new Lookup.MultiHot(4, true), ids, weights));
    return rows;
  }

  private static List<Row> selections() {
    Tensor places = Tensor.of(new int[][] {{3, 1, 1}, {0, 2, 3}});
    return List.of(
        none(new Selection.TopK(2), floats(3, 5)),
        none(new Selection.TopK(2), floats(3)),
        none(new Selection.TopK(3), floats(2, 2, 3)),
        derived(new Selection.GatherElements(), floats(2, 4), places),
        derived(new Selection.GatherElements(), floats(4), Tensor.of(3, 3, 1)),
        derived(new Selection.GatherElementsGrad(), places, floats(2, 3), second(2, 4)));
  }

  private static List<Row> windows() {
    List<Row> rows = new ArrayList<>();
    for (Padding padding : Padding.values()) {
      var line = new Conv(List.of(1), padding, List.of(2), 1);
      var plane = new Conv(List.of(2, 1), padding, List.of(1, 1), 2);
      rows.add(derived(line, floats(2, 5, 2), second(2, 2, 3)));
      rows.add(derived(plane, floats(1, 5, 4, 2), second(3, 2, 1, 4)));
      var volume = new Conv(List.of(1, 2, 1), padding, List.of(1, 1, 2), 1);
      rows.add(derived(volume, floats(1, 2, 3, 3, 1), second(2, 2, 2, 1, 2)));
      var single = new Conv(List.of(2, 1), padding, List.of(1, 2), 2);
      rows.add(derived(single, floats(2, 4, 4, 2), second(2, 2, 1, 2)));
      rows.add(derived(single, floats(1, 4, 3, 2), second(2, 2, 1, 6)));
      for (Pooling pooling : Pooling.values()) {
        rows.add(derived(new Pool(pooling, List.of(3), List.of(2), padding), floats(2, 6, 2)));
        rows.add(
            derived(new Pool(pooling, List.of(2, 3), List.of(2, 1), padding), floats(1, 5, 4, 2)));
        rows.add(
            derived(
                new Pool(pooling, List.of(2, 1, 2), List.of(1, 2, 2), padding),
                floats(1, 3, 3, 4, 1)));
      }
    }
    var conv = new Conv(List.of(2), Padding.SAME, List.of(1), 1);
    var x = floats(2, 5, 2);
    var kernel = second(3, 2, 3);
    var g = third(2, 3, 3);
    rows.add(derived(new Window.ConvInputGrad(conv), g, kernel, x));
    rows.add(derived(new Window.ConvKernelGrad(conv), g, x, kernel));
    for (Padding padding : List.of(Padding.VALID, Padding.SAME)) {
      var strided = new Conv(List.of(3), padding, List.of(1), 2);
      rows.add(derived(new ConvTranspose(strided, List.of()), floats(2, 3, 4), second(2, 1, 4)));
      rows.add(derived(new ConvTranspose(strided, List.of(2)), floats(2, 3, 4), second(4, 1, 4)));
      var plane = new Conv(List.of(2, 1), padding, List.of(1, 1), 1);
      rows.add(
          derived(new ConvTranspose(plane, List.of()), floats(1, 2, 3, 2), second(3, 2, 3, 2)));
    }
    var average = new Pool(Pooling.AVERAGE, List.of(2), List.of(2), Padding.VALID);
    var max = new Pool(Pooling.MAX, List.of(2), List.of(2), Padding.VALID);
    rows.add(derived(new Window.PoolGrad(average), floats(2, 2, 2), second(2, 4, 2)));
    rows.add(refused(new Window.PoolGrad(max), floats(2, 2, 2), second(2, 4, 2)));
    return rows;
  }

  private static List<Row> rest() {
    List<Row> rows = new ArrayList<>();
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        var op = new Contraction.MatMul(ta, tb);
        Tensor a = ta ? floats(4, 3) : floats(3, 4);
        Tensor b = tb ? second(2, 4) : second(4, 2);
        rows.add(derived(op, a, b));
        Tensor batch = ta ? floats(2, 4, 3) : floats(2, 3, 4);
        rows.add(derived(op, batch, b));
        rows.add(derived(op, batch, tb ? second(3, 1, 2, 4) : second(3, 1, 4, 2)));
        rows.add(derived(op, a, tb ? second(3, 2, 4) : second(3, 4, 2)));
      }
    }
    Tensor z = floats(2, 3, 8);
    Tensor kernel = third(2, 8);
    Tensor h = second(2, 2);
    Tensor c = third(2, 2);
    Tensor mask = Tensor.of(new float[][] {{1, 1, 0}, {1, 0, 1}});
    var out = fourth(2, 3, 12);
    rows.add(
        derived(new Recurrent.Lstm(false), z, kernel, h, c)
            .withResult(y -> y.slice(2, 8, Slice.END)));
    rows.add(
        derived(new Recurrent.Lstm(true), z, kernel, h, c, fixed(mask))
            .withResult(y -> y.slice(2, 8, Slice.END)));
    rows.add(refused(new Recurrent.LstmGrad(false), z, kernel, h, c, out, out));
    rows.add(refused(new Recurrent.LstmGrad(true), z, kernel, h, c, fixed(mask), out, out));
    rows.addAll(recurrent());
    rows.addAll(loops());

    Tensor ids = Tensor.of(2, 0, 1);
    rows.add(derived(new SigmoidCrossEntropy(), floats(3, 2), positive(3, 2)));
    rows.add(derived(new SoftmaxCrossEntropy(), floats(3, 4), positive(3, 4)));
    rows.add(derived(new SparseSoftmaxCrossEntropy(), floats(3, 4), ids));
    rows.add(
        refused(
            new CrossEntropyGrad(new SigmoidCrossEntropy()),
            floats(3, 2),
            second(3, 2),
            positive(3, 2)));
    return rows;
  }

  /** A recurrence with a mask, factors by row and a kernel; and one of matrices. */
  private static List<Row> loops() {
    List<Row> rows = new ArrayList<>();
    In mask = fixed(Tensor.of(new float[][] {{1, 1, 0}, {0, 0, 1}}));
    for (boolean reverse : new boolean[] {false, true}) {
      Graph body = new Graph();
      Node h = body.input(TensorSpec.of("h", DType.FLOAT32, Shape.batchOf(2)));
      Node sum = body.input(TensorSpec.of("sum", DType.FLOAT32, Shape.batchOf()));
      Node x = body.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(2)));
      Node counts = body.input(TensorSpec.of("counts", DType.FLOAT32, Shape.batchOf()));
      Node factor = body.input(TensorSpec.of("factor", DType.FLOAT32, Shape.batchOf(2)));
      Node kernel = body.input(TensorSpec.of("kernel", DType.FLOAT32, Shape.of(2, 2)));
      Node bias = body.input(TensorSpec.of("bias", DType.FLOAT32, Shape.of(2)));
      Node next = x.add(h.mul(factor).matMul(kernel.square())).add(bias).tanh();
      Node kept = counts.reshape(0, 1).where(next, h);
      List<Node> outputs = List.of(kept, sum.add(kept.sum(1)), kept.mul(x).slice(1, 0, 1));
      Program program =
          new Program(
              body, List.of(h, sum, x, counts, factor, kernel, bias), outputs, Map.of(), Map.of());
      rows.add(
          derived(
              new Scan(program, 2, 2, 1, reverse),
              second(2, 2),
              third(2),
              floats(2, 3, 2),
              mask,
              positive(2, 2),
              fourth(2, 2),
              third(2)));

      Graph matrices = new Graph();
      Node state = matrices.input(TensorSpec.of("s", DType.FLOAT32, Shape.batchOf(3, 2)));
      Node step = matrices.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(3, 2)));
      Node weight = matrices.input(TensorSpec.of("w", DType.FLOAT32, Shape.of(2, 2)));
      Node after = state.matMul(weight).add(step).tanh();
      Program second =
          new Program(matrices, List.of(state, step, weight), List.of(after), Map.of(), Map.of());
      rows.add(
          derived(
              new Scan(second, 1, 1, 0, reverse),
              second(2, 3, 2),
              floats(2, 4, 3, 2),
              third(2, 2)));
    }
    return rows;
  }

  /** Gated recurrent units and fully connected recurrences, of which the states count. */
  private static List<Row> recurrent() {
    List<Row> rows = new ArrayList<>();
    Tensor h = second(2, 2);
    Tensor bias = fourth(2);
    In mask = fixed(Tensor.of(new float[][] {{1, 1, 0}, {0, 0, 1}}));
    Tensor gates = floats(2, 3, 6);
    Tensor kernel = third(2, 6);
    var out = fourth(2, 3, 10);
    for (boolean after : new boolean[] {false, true}) {
      for (boolean masked : new boolean[] {false, true}) {
        List<Object> in = new ArrayList<>(List.of(gates, kernel, h));
        if (after) {
          in.add(bias);
        }
        if (masked) {
          in.add(mask);
        }
        rows.add(
            derived(new Recurrent.Gru(after, masked), in.toArray())
                .withResult(y -> y.slice(2, 8, Slice.END)));
        in.add(out);
        in.add(out);
        rows.add(refused(new Recurrent.GruGrad(after, masked), in.toArray()));
      }
    }
    Tensor x = floats(2, 3, 2);
    Tensor again = third(2, 2);
    rows.add(derived(new Recurrent.SimpleRnn(false), x, again, h));
    rows.add(derived(new Recurrent.SimpleRnn(true), x, again, h, mask));
    rows.add(refused(new Recurrent.SimpleRnnGrad(false), x, again, h, x, x));
    rows.add(refused(new Recurrent.SimpleRnnGrad(true), x, again, h, mask, x, x));
    return rows;
  }
}
