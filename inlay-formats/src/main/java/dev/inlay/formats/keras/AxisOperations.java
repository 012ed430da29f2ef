package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
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
    folded("Any", ElementOperations::truth, Fold.MAX);
    folded("All", ElementOperations::truth, Fold.MIN);
    folded("CountNonzero", ElementOperations::truth, Fold.SUM);
    MEANINGS.put("Var", one(AxisOperations::variance));
    MEANINGS.put("Std", one(operands -> variance(operands).sqrt()));
    MEANINGS.put("Average", one(AxisOperations::average));
    MEANINGS.put("Logsumexp", one(AxisOperations::logSumExp));
    MEANINGS.put("Cumsum", one(o -> cumulated(o, o.node(0, "x"))));
    MEANINGS.put("Cumprod", one(o -> cumulatedProduct(o, o.node(0, "x"))));
    MEANINGS.put("Nancumsum", one(o -> cumulated(o, finite(o, 0))));
    MEANINGS.put("Nancumprod", one(o -> cumulatedProduct(o, finite(o, 1))));
    MEANINGS.put("Trapezoid", one(AxisOperations::trapezoid));
    MEANINGS.put("Ptp", one(AxisOperations::range));
    MEANINGS.put("Diff", one(AxisOperations::differences));
    MEANINGS.put("Nansum", one(operands -> folded(operands, known(operands, 0), Fold.SUM)));
    MEANINGS.put("Nanmean", one(AxisOperations::nanMean));
    nanFolded("Nanmax", Float.NEGATIVE_INFINITY, Fold.MAX);
    nanFolded("Nanmin", Float.POSITIVE_INFINITY, Fold.MIN);
    MEANINGS.put("Nanprod", one(operands -> folded(operands, known(operands, 1), Fold.PROD)));
    MEANINGS.put("Nanvar", one(AxisOperations::nanVariance));
    MEANINGS.put("Nanstd", one(operands -> nanVariance(operands).sqrt()));
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

  static Node reduce(Node x, Fold fold, boolean keepDims, int... axes) {
    return x.graph()
        .add(new Reduction.Reduce(fold, IntStream.of(axes).boxed().toList(), keepDims), x);
  }

  private static Node variance(Operands operands) {
    Node x = operands.floats();
    return variance(x, operands.settings().flag("keepdims", false), operands.axes(x, "axis"));
  }

  /** The mean square of the distances from the mean. */
  static Node variance(Node x, boolean keepDims, int... axes) {
    Node deviation = x.sub(reduce(x, Fold.MEAN, true, axes));
    return reduce(deviation.square(), Fold.MEAN, keepDims, axes);
  }

  private static Node average(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    Node weights = operands.nodeOrNull(1, "weights");
    if (weights == null) {
      return reduce(x, Fold.MEAN, false, axes);
    }
    weights = weights.cast(DType.FLOAT32);
    if (weights.shape().rank() == 1 && axes.length == 1) {
      int[] dims = new int[x.shape().rank()];
      Arrays.fill(dims, 1);
      dims[axes[0]] = weights.shape().dim(0);
      weights = weights.reshape(dims);
    }
    Node all = x.mul(0).add(weights);
    return reduce(x.mul(weights), Fold.SUM, false, axes).div(reduce(all, Fold.SUM, false, axes));
  }

  /** A value with something else where it is no number. */
  private static Node known(Operands operands, float otherwise) {
    Node x = operands.floats();
    return isNumber(x).where(x, x.graph().constant(otherwise));
  }

  /** A fold over what is a number; NaN where nothing is. */
  private static void nanFolded(String name, float otherwise, Fold fold) {
    MEANINGS.put(
        name,
        one(
            operands -> {
              Node x = operands.floats();
              int[] axes = operands.axes(x, "axis");
              boolean keepDims = operands.settings().flag("keepdims", false);
              Node known = isNumber(x);
              Node result =
                  reduce(known.where(x, x.graph().constant(otherwise)), fold, keepDims, axes);
              return reduce(known, Fold.MAX, keepDims, axes)
                  .where(result, x.graph().constant(Float.NaN));
            }));
  }

  private static Node nanVariance(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    Node known = isNumber(x);
    Node zero = x.graph().constant(0);
    Node mean = mean(known.where(x, zero), known, true, axes);
    Node deviation = known.where(x.sub(mean), zero);
    return mean(deviation.square(), known, keepDims, axes);
  }

  /** Ones where a value isn't NaN. */
  static Node isNumber(Node x) {
    return x.apply(Binary.EQUAL, x);
  }

  private static Node nanMean(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    Node known = isNumber(x);
    return mean(known.where(x, x.graph().constant(0)), known, keepDims, axes);
  }

  /** The mean of what counts; the rest is zero in both. */
  private static Node mean(Node x, Node counted, boolean keepDims, int... axes) {
    return reduce(x, Fold.SUM, keepDims, axes).div(reduce(counted, Fold.SUM, keepDims, axes));
  }

  /** As Keras, what is infinite becomes the largest number, too. */
  private static Node finite(Operands operands, float otherwise) {
    return known(operands, otherwise).min(Float.MAX_VALUE).max(-Float.MAX_VALUE);
  }

  /** The area under a line through points. */
  private static Node trapezoid(Operands operands) {
    Node y = operands.node(0, "y").cast(DType.FLOAT32);
    int axis = operands.axis(y, -1);
    int last = y.shape().rank() - 1;
    Node moved = ShapeOperations.moved(y, axis, last);
    Object given = operands.settings().object("x");
    float width = (float) operands.settings().number("dx", 1);
    Node heights = neighbours(moved, last, Node::add).mul(0.5f);
    if (given == null) {
      return heights.mul(width).sum(-1);
    }
    Node x = operands.node(Arguments.value(given)).cast(DType.FLOAT32);
    Node at = x.shape().rank() == last + 1 ? ShapeOperations.moved(x, axis, last) : x;
    return heights.mul(neighbours(at, at.shape().rank() - 1, Node::sub)).sum(-1);
  }

  /** Each element along an axis but the first, with the one before. */
  private static Node neighbours(Node x, int axis, BinaryOperator<Node> meaning) {
    return meaning.apply(x.slice(axis, 1, Movement.Slice.END), x.slice(axis, 0, -1));
  }

  /** Differences of neighbours along an axis. */
  private static Node differences(Operands operands) {
    Node x = operands.node(0, "a");
    int axis = operands.axis(x, -1);
    for (int left = operands.settings().integer("n", 1); left > 0; left--) {
      x = neighbours(x, axis, Node::sub);
    }
    return x;
  }

  /** The largest less the smallest element over axes. */
  private static Node range(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    return reduce(x, Fold.MAX, keepDims, axes).sub(reduce(x, Fold.MIN, keepDims, axes));
  }

  private static Node cumulatedProduct(Operands operands, Node given) {
    Node x = operands.row(given);
    int axis = operands.axis(x, 0);
    List<Node> products = new ArrayList<>();
    for (int i = 0; i < ShapeOperations.pieces(ShapeOperations.known(x, axis)); i++) {
      Node next = x.slice(axis, i, i + 1);
      products.add(i == 0 ? next : products.getLast().mul(next));
    }
    return Node.concat(axis, products.toArray(Node[]::new));
  }

  private static Node logSumExp(Operands operands) {
    Node x = operands.floats();
    int[] axes = operands.axes(x, "axis");
    boolean keepDims = operands.settings().flag("keepdims", false);
    Node largest = reduce(x, Fold.MAX, true, axes).stopGradient();
    Node sum = reduce(x.sub(largest).exp(), Fold.SUM, keepDims, axes).log();
    return sum.add(keepDims ? largest : reduce(largest, Fold.SUM, false, axes));
  }

  private static Node cumulated(Operands operands, Node given) {
    Node x = operands.row(given);
    int axis = operands.axis(x, 0);
    return x.graph()
        .add(new Reduction.CumSum(axis, false, false), x.cast(DType.FLOAT32))
        .cast(x.dtype());
  }
}
