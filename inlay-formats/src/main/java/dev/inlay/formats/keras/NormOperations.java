package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Norms of vectors and matrices, and division by them. */
final class NormOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  private static final double EPSILON = 1e-7;

  static {
    MEANINGS.put("Norm", one(NormOperations::norm));
    MEANINGS.put("Normalize", one(NormOperations::normalize));
  }

  private NormOperations() {}

  private static Node norm(Operands operands) {
    Node x = operands.floats();
    boolean keepDims = operands.settings().flag("keepdims", false);
    Object order = operands.settings().object("ord");
    List<Integer> named = operands.settings().integers("axis");
    Shape shape = x.shape();
    int[] axes =
        named.isEmpty()
            ? IntStream.range(0, shape.rank()).toArray()
            : named.stream().mapToInt(shape::axis).toArray();
    return order == null || order.equals("fro")
        ? AxisOperations.reduce(x.square(), Fold.SUM, keepDims, sorted(axes)).sqrt()
        : norm(x, number(order), keepDims, axes);
  }

  private static Node norm(Node x, double number, boolean keepDims, int... axes) {
    if (axes.length == 1) {
      return ofVectors(x, number, keepDims, axes);
    }
    boolean sums = Math.abs(number) == 1 || Double.isInfinite(number);
    if (axes.length != 2 || !sums) {
      throw new UnsupportedOperationException(
          "operation Norm with ord = %s over %d axes; ord may be null, 1, -1 or infinite for a matrix"
              .formatted(number, axes.length));
    }
    // The largest, or the least, sum of a column, or of a row.
    boolean columns = Math.abs(number) == 1;
    Node sum = AxisOperations.reduce(x.abs(), Fold.SUM, true, axes[columns ? 0 : 1]);
    int other = axes[columns ? 1 : 0];
    Node most = AxisOperations.reduce(sum, number > 0 ? Fold.MAX : Fold.MIN, true, other);
    int[] both = sorted(axes);
    return keepDims
        ? most
        : ShapeOperations.without(ShapeOperations.without(most, both[1]), both[0]);
  }

  private static int[] sorted(int[] axes) {
    return Arrays.stream(axes).sorted().toArray();
  }

  private static double number(Object order) {
    return switch (order.toString()) {
      case "inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (order instanceof Number n) {
          yield n.doubleValue();
        }
        throw new UnsupportedOperationException("operation Norm with ord = " + order);
      }
    };
  }

  private static Node ofVectors(Node x, double order, boolean keepDims, int... axis) {
    if (order == 2) {
      return AxisOperations.reduce(x.square(), Fold.SUM, keepDims, axis).sqrt();
    }
    if (order == 1) {
      return AxisOperations.reduce(x.abs(), Fold.SUM, keepDims, axis);
    }
    if (order == 0) {
      return AxisOperations.reduce(ElementOperations.truth(x), Fold.SUM, keepDims, axis);
    }
    if (Double.isInfinite(order)) {
      return AxisOperations.reduce(x.abs(), order > 0 ? Fold.MAX : Fold.MIN, keepDims, axis);
    }
    Node sum = AxisOperations.reduce(x.abs().pow((float) order), Fold.SUM, keepDims, axis);
    return sum.pow((float) (1 / order));
  }

  private static Node normalize(Operands operands) {
    Node x = operands.floats();
    int order = operands.settings().integer("order", 2);
    double epsilon = operands.settings().number("epsilon", EPSILON);
    int[] axes = operands.axes(x, "axis");
    if (order == 2) {
      // As Keras: the inverse is bounded, not the norm.
      Node sum = AxisOperations.reduce(x.square(), Fold.SUM, true, axes);
      return x.mul(sum.sqrt().apply(Unary.RECIPROCAL).min((float) (1 / epsilon)));
    }
    return x.div(norm(x, order, true, axes).max((float) epsilon));
  }
}
