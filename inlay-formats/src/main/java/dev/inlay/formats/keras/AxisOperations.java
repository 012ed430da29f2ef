package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Operations that fold axes or go along one. */
final class AxisOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    fold("Sum", Fold.SUM, true);
    fold("Max", Fold.MAX, true);
    fold("Min", Fold.MIN, true);
    fold("Amax", Fold.MAX, true);
    fold("Amin", Fold.MIN, true);
    fold("Prod", Fold.PROD, true);
    fold("Mean", Fold.MEAN, false);
    folded("Any", x -> ElementOperations.truth(x), Fold.MAX);
    folded("All", x -> ElementOperations.truth(x), Fold.MIN);
    folded("CountNonzero", x -> ElementOperations.truth(x), Fold.SUM);
    MEANINGS.put("Var", one(AxisOperations::variance));
    MEANINGS.put("Std", one(operands -> variance(operands).sqrt()));
    MEANINGS.put("Average", one(AxisOperations::average));
    MEANINGS.put("Logsumexp", one(AxisOperations::logSumExp));
    MEANINGS.put("Norm", one(AxisOperations::norm));
    MEANINGS.put("Normalize", one(AxisOperations::normalize));
    MEANINGS.put("Cumsum", one(AxisOperations::cumulated));
    MEANINGS.put("Argmax", one(operands -> best(operands, x -> x)));
    MEANINGS.put("Argmin", one(operands -> best(operands, Node::neg)));
    MEANINGS.put("TopK", AxisOperations::topK);
  }

  private AxisOperations() {}

  /**
   * A fold over the axes that the operation names.
   *
   * @param whole whether whole numbers stay such
   */
  private static void fold(String name, Fold fold, boolean whole) {
    MEANINGS.put(
        name,
        one(
            operands -> {
              Node x = operands.node(0, "x");
              Node result = folded(operands, x.cast(DType.FLOAT32), fold);
              return whole ? result.cast(x.dtype()) : result;
            }));
  }

  private static void folded(String name, UnaryOperator<Node> before, Fold fold) {
    MEANINGS.put(
        name, one(operands -> folded(operands, before.apply(operands.node(0, "x")), fold)));
  }

  private static Node folded(Operands operands, Node x, Fold fold) {
    return reduce(x, fold, operands.settings().flag("keepdims", false), operands.axes(x, "axis"));
  }

  private static Node reduce(Node x, Fold fold, boolean keepDims, int... axes) {
    return x.graph()
        .add(new Reduction.Reduce(fold, IntStream.of(axes).boxed().toList(), keepDims), x);
  }

  private static Node variance(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    Node deviation = x.sub(reduce(x, Fold.MEAN, true, axes));
    return reduce(
        deviation.mul(deviation), Fold.MEAN, operands.settings().flag("keepdims", false), axes);
  }

  private static Node average(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    if (operands.raw(1, "weights") != null) {
      throw new UnsupportedOperationException("operation Average with weights");
    }
    return reduce(x, Fold.MEAN, false, axes);
  }

  private static Node logSumExp(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    Node largest = reduce(x, Fold.MAX, true, axes).stopGradient();
    Node sum = reduce(x.sub(largest).exp(), Fold.SUM, keepDims, axes).log();
    return sum.add(keepDims ? largest : reduce(largest, Fold.SUM, false, axes));
  }

  private static Node norm(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    Object order = operands.settings().object("ord");
    return switch (order == null ? "2" : order.toString()) {
      case "2", "2.0", "euclidean", "fro" -> reduce(x.square(), Fold.SUM, keepDims, axes).sqrt();
      case "1", "1.0" -> reduce(x.abs(), Fold.SUM, keepDims, axes);
      case "inf", "Infinity" -> reduce(x.abs(), Fold.MAX, keepDims, axes);
      default -> throw new UnsupportedOperationException("operation Norm with ord = " + order);
    };
  }

  private static Node normalize(Operands operands) {
    Node x = operands.floats();
    int axis = operands.axis(x, -1);
    double epsilon = operands.settings().number("epsilon", 1e-7);
    if (operands.settings().integer("order", 2) != 2) {
      throw new UnsupportedOperationException("operation Normalize with an order other than 2");
    }
    // As Keras: the square's sum is bounded, not the norm.
    Node sum = reduce(x.square(), Fold.SUM, true, axis);
    return x.mul(sum.max((float) (epsilon * epsilon)).sqrt().apply(Unary.RECIPROCAL));
  }

  private static Node cumulated(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, 0);
    return x.graph()
        .add(new Reduction.CumSum(axis, false, false), x.cast(DType.FLOAT32))
        .cast(x.dtype());
  }

  /** The place of the largest element along an axis, after a function of it. */
  private static Node best(Operands operands, UnaryOperator<Node> by) {
    Node x = operands.floats();
    int axis = operands.axis(x, -1);
    boolean keepDims = operands.settings().flag("keepdims", false);
    int last = x.shape().rank() - 1;
    Node moved = ShapeOperations.moved(by.apply(x), axis, last);
    Node places = ShapeOperations.moved(moved.topK(1).places(), last, axis);
    return keepDims ? places : ShapeOperations.without(places, axis);
  }

  private static List<Node> topK(Operands operands) {
    Node.Top top = operands.floats().topK(operands.settings().integer("k"));
    operands.settings().drop("sorted");
    return List.of(top.values(), top.places());
  }
}
