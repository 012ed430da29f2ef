package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A symbolic value: the result of an op in a graph. Its methods add further ops, so that a custom
 * activation or loss is plain Java: {@code x -> x.mul(x.sigmoid())}.
 */
public final class Node {
  private final Graph graph;
  private final int index;
  private final Op op;
  private final List<Node> inputs;
  private final Shape shape;
  private final DType dtype;
  private final String origin;

  Node(Graph graph, int index, Op op, List<Node> inputs, Shape shape, DType dtype, String origin) {
    this.graph = graph;
    this.index = index;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.shape = shape;
    this.dtype = dtype;
    this.origin = origin;
  }

  public Graph graph() {
    return graph;
  }

  /** The place in the graph's list. */
  public int index() {
    return index;
  }

  public Op op() {
    return op;
  }

  public List<Node> inputs() {
    return inputs;
  }

  public Node input(int i) {
    return inputs.get(i);
  }

  public Shape shape() {
    return shape;
  }

  public DType dtype() {
    return dtype;
  }

  /** The path of the layer that made this node; empty outside of layers. */
  public String origin() {
    return origin;
  }

  /** Whether rows of this value differ in length: only inputs do. */
  public boolean isRagged() {
    return op instanceof Source.Input in && in.spec().ragged();
  }

  private Node then(Op op, Node... more) {
    Node[] all = new Node[more.length + 1];
    all[0] = this;
    System.arraycopy(more, 0, all, 1, more.length);
    return graph.add(op, all);
  }

  // Functions of each element.

  /** Any function of one element. */
  public Node apply(Unary function) {
    return then(function);
  }

  /** Any function of two elements, broadcast. */
  public Node apply(Binary function, Node other) {
    return then(function, other);
  }

  public Node add(Node other) {
    return then(Binary.ADD, other);
  }

  public Node add(float other) {
    return add(graph.constant(other));
  }

  public Node sub(Node other) {
    return then(Binary.SUB, other);
  }

  public Node sub(float other) {
    return sub(graph.constant(other));
  }

  public Node mul(Node other) {
    return then(Binary.MUL, other);
  }

  public Node mul(float other) {
    return mul(graph.constant(other));
  }

  public Node div(Node other) {
    return then(Binary.DIV, other);
  }

  public Node div(float other) {
    return div(graph.constant(other));
  }

  public Node pow(Node other) {
    return then(Binary.POW, other);
  }

  public Node pow(float other) {
    return pow(graph.constant(other));
  }

  public Node min(Node other) {
    return then(Binary.MIN, other);
  }

  public Node min(float other) {
    return min(graph.constant(other));
  }

  public Node max(Node other) {
    return then(Binary.MAX, other);
  }

  public Node max(float other) {
    return max(graph.constant(other));
  }

  /** 1 where this is greater, else 0. */
  public Node greater(Node other) {
    return then(Binary.GREATER, other);
  }

  public Node greater(float other) {
    return greater(graph.constant(other));
  }

  /** 1 where this is less, else 0. */
  public Node less(Node other) {
    return then(Binary.LESS, other);
  }

  public Node less(float other) {
    return less(graph.constant(other));
  }

  /** {@code yes} where this mask isn't 0, else {@code no}. */
  public Node where(Node yes, Node no) {
    return then(new Elementwise.Where(), yes, no);
  }

  public Node abs() {
    return then(Unary.ABS);
  }

  public Node neg() {
    return then(Unary.NEG);
  }

  public Node exp() {
    return then(Unary.EXP);
  }

  public Node log() {
    return then(Unary.LOG);
  }

  public Node sqrt() {
    return then(Unary.SQRT);
  }

  public Node square() {
    return then(Unary.SQUARE);
  }

  public Node tanh() {
    return then(Unary.TANH);
  }

  public Node sigmoid() {
    return then(Unary.SIGMOID);
  }

  public Node relu() {
    return then(Unary.RELU);
  }

  public Node softplus() {
    return then(Unary.SOFTPLUS);
  }

  public Node cast(DType to) {
    return dtype == to ? this : then(new Elementwise.Cast(to));
  }

  /** This value, through which no gradient goes back. */
  public Node stopGradient() {
    return then(new Elementwise.StopGradient());
  }

  // Folding axes.

  private Node reduce(Reduction.Fold fold, boolean keepDims, int... axes) {
    List<Integer> all =
        axes.length == 0
            ? Rules.range(shape.rank())
            : IntStream.of(axes).map(shape::axis).sorted().distinct().boxed().toList();
    return then(new Reduction.Reduce(fold, all, keepDims));
  }

  /** The sum over axes, all of them if none is named; negative ones count from the end. */
  public Node sum(int... axes) {
    return reduce(Reduction.Fold.SUM, false, axes);
  }

  /** The mean over axes, all of them if none is named. */
  public Node mean(int... axes) {
    return reduce(Reduction.Fold.MEAN, false, axes);
  }

  /** The mean over axes, which stay with length 1. */
  public Node meanKeepingDims(int... axes) {
    return reduce(Reduction.Fold.MEAN, true, axes);
  }

  /** The sum over axes, which stay with length 1. */
  public Node sumKeepingDims(int... axes) {
    return reduce(Reduction.Fold.SUM, true, axes);
  }

  /** The largest element over axes, all of them if none is named. */
  public Node reduceMax(int... axes) {
    return reduce(Reduction.Fold.MAX, false, axes);
  }

  /** The smallest element over axes, all of them if none is named. */
  public Node reduceMin(int... axes) {
    return reduce(Reduction.Fold.MIN, false, axes);
  }

  /** exp(x) over its sum along the last axis. */
  public Node softmax() {
    return then(new Reduction.Softmax());
  }

  public Node logSoftmax() {
    return then(new Reduction.LogSoftmax());
  }

  /** The logarithm of the sum of exp(x) along the last axis, which goes; nothing overflows. */
  public Node logSumExp() {
    Node most = reduce(Reduction.Fold.MAX, true, -1).stopGradient();
    return sub(most).exp().sum(-1).log().add(most.sum(-1));
  }

  /** Brought to mean 0 and variance 1 along the last axis. */
  public Node standardize(float epsilon) {
    return then(new Reduction.Standardize(epsilon));
  }

  // Moving elements.

  /** ONNX's rule: 0 keeps the axis at that place, one -1 is worked out. */
  public Node reshape(int... dims) {
    return then(new Movement.Reshape(IntStream.of(dims).boxed().toList()));
  }

  /**
   * With one more axis of length 1, at a place among the result's axes; negative ones count from
   * the end. At most one of the axes behind it may be of unknown length.
   */
  public Node expandDims(int axis) {
    int at = shape.append(1).axis(axis);
    int[] dims = new int[shape.rank() + 1];
    Arrays.setAll(dims, i -> i < at ? 0 : i == at ? 1 : shape.dim(i - 1));
    return reshape(dims);
  }

  /**
   * Without an axis of length 1; negative ones count from the end. At most one of the axes behind
   * it may be of unknown length.
   */
  public Node squeeze(int axis) {
    int at = shape.axis(axis);
    if (shape.dim(at) != 1) {
      throw new IllegalArgumentException(
          "squeeze(%d) of shape %s: that axis isn't of length 1".formatted(axis, shape));
    }
    int[] dims = new int[shape.rank() - 1];
    Arrays.setAll(dims, i -> i < at ? 0 : shape.dim(i + 1));
    return reshape(dims);
  }

  public Node transpose(int... perm) {
    return then(new Movement.Transpose(IntStream.of(perm).boxed().toList()));
  }

  /**
   * The part of an axis from {@code from} (inclusive) to {@code to} (exclusive); negative ones
   * count from the end.
   */
  public Node slice(int axis, int from, int to) {
    return then(new Movement.Slice(shape.axis(axis), from, to));
  }

  /** The inputs side by side along an axis. */
  public static Node concat(int axis, Node... inputs) {
    Graph graph = inputs[0].graph;
    return inputs.length == 1
        ? inputs[0]
        : graph.add(new Movement.Concat(inputs[0].shape.axis(axis)), Arrays.asList(inputs));
  }

  /** The inputs, of one shape, side by side along a new axis of the result. */
  public static Node stack(int axis, Node... inputs) {
    int at = inputs[0].shape.append(1).axis(axis);
    return concat(at, Arrays.stream(inputs).map(x -> x.expandDims(at)).toArray(Node[]::new));
  }

  // Products and lookups.

  /** The matrix product over the last two axes. */
  public Node matMul(Node other) {
    return then(new Contraction.MatMul(false, false), other);
  }

  /** This table's rows at integer ids. */
  public Node gather(Node ids) {
    return then(new Lookup.Gather(), ids);
  }

  /** The k largest elements along the last axis, largest first, with their places. */
  public Top topK(int k) {
    Node places = then(new Selection.TopK(k));
    return new Top(gatherElements(places), places);
  }

  /**
   * What {@link #topK} gives.
   *
   * @param values the elements
   * @param places where along the last axis they stand, as integers
   */
  public record Top(Node values, Node places) {}

  /** This value's elements at places along the last axis: {@code […, n]} at {@code […, k]}. */
  public Node gatherElements(Node places) {
    return then(new Selection.GatherElements(), places);
  }

  /** One line that says all: {@code %3 = MatMul(%1, %2) FLOAT32 (None, 64) # dense}. */
  String describe() {
    String args = inputs.stream().map(n -> "%" + n.index).collect(Collectors.joining(", "));
    String attributes = op instanceof Record r ? r.toString() : op.name();
    return "%%%d = %s(%s) %s %s%s"
        .formatted(index, attributes, args, dtype, shape, origin.isEmpty() ? "" : "  # " + origin);
  }

  /** As messages name it: {@code input "age" (None, 1)}, {@code MatMul (None, 64)}. */
  @Override
  public String toString() {
    String what =
        op instanceof Source.Input(var spec) ? "input \"" + spec.name() + "\"" : op.name();
    return what + " " + shape;
  }
}
