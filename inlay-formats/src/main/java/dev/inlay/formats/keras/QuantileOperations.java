package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Quantiles over axes, with NaN or without. */
final class QuantileOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Median", one(operands -> quantiles(operands, 0.5, 1, false)));
    MEANINGS.put("Quantile", one(operands -> quantiles(operands, null, 1, false)));
    MEANINGS.put("Percentile", one(operands -> quantiles(operands, null, 100, false)));
    MEANINGS.put("Nanmedian", one(operands -> quantiles(operands, 0.5, 1, true)));
    MEANINGS.put("Nanquantile", one(operands -> quantiles(operands, null, 1, true)));
    MEANINGS.put("Nanpercentile", one(operands -> quantiles(operands, null, 100, true)));
  }

  private QuantileOperations() {}

  /** How two neighbours make a quantile that lies between them. */
  private enum Method {
    LINEAR,
    LOWER,
    HIGHER,
    NEAREST,
    MIDPOINT
  }

  /**
   * Quantiles of what stands on some axes.
   *
   * @param at which one; null if the operation says so
   * @param scale what stands for the largest
   * @param skipping whether NaN are left out; else one makes all NaN
   */
  private static Node quantiles(
      Operands operands, @Nullable Object at, float scale, boolean skipping) {
    Object given = at == null ? operands.required(1, "q") : at;
    Node x = operands.floats();
    Method chosen = operands.settings().choice("method", Method.LINEAR);
    // Keras's Quantile keeps its method in files, but always computes the linear one.
    Method method = operands.className().equals("Quantile") ? Method.LINEAR : chosen;
    boolean keepDims = operands.settings().flag("keepdims", false);
    int[] axes = operands.axes(x, "axis");
    Node row = inOneAxis(operands, x, axes);
    int last = row.shape().rank() - 1;
    Node known = AxisOperations.isNumber(row);
    Node numbers = skipping ? known.where(row, x.graph().constant(Float.POSITIVE_INFINITY)) : row;
    Node sorted = SortOperations.ascending(numbers).values().neg();
    Node most =
        skipping
            ? known.sumKeepingDims(-1).sub(1)
            : x.graph().constant(ShapeOperations.known(row, last) - 1);
    Node right = AxisOperations.reduce(known, skipping ? Fold.MAX : Fold.MIN, true, last);
    List<Node> all = new ArrayList<>();
    for (Object q : Arguments.flat(given)) {
      if (!(q instanceof Number number)) {
        throw new UnsupportedOperationException(
            "operation %s at places that are worked out".formatted(operands.className()));
      }
      Node value = between(sorted, most.mul(number.floatValue() / scale), most, method);
      Node result = right.where(value, x.graph().constant(Float.NaN));
      all.add(folded(result, x.shape(), axes, keepDims));
    }
    return Arguments.isScalar(given)
        ? all.getFirst()
        : Node.concat(
            0, all.stream().map(one -> ShapeOperations.with(one, 0)).toArray(Node[]::new));
  }

  /** With some axes as the last one. */
  private static Node inOneAxis(Operands operands, Node x, int... axes) {
    int rank = x.shape().rank();
    if (axes[0] == 0 && rank > 1 && x.shape().dim(0) == Shape.UNKNOWN) {
      throw new UnsupportedOperationException(
          "operation %s over the rows of a batch of shape %s, whose number isn't known; give it axes of one row"
              .formatted(operands.className(), x.shape()));
    }
    int[] others = IntStream.range(0, rank).filter(a -> Arrays.binarySearch(axes, a) < 0).toArray();
    Node moved = x.transpose(IntStream.concat(IntStream.of(others), IntStream.of(axes)).toArray());
    int[] dims = new int[others.length + 1];
    for (int i = 0; i < others.length; i++) {
      dims[i] = others[i] == 0 ? 0 : ShapeOperations.known(x, others[i]);
    }
    dims[others.length] = 1;
    for (int axis : axes) {
      dims[others.length] *= ShapeOperations.known(x, axis);
    }
    return moved.reshape(dims);
  }

  /** The value at a place, as Keras on TensorFlow takes its two neighbours. */
  private static Node between(Node sorted, Node place, Node most, Method method) {
    Node above = place.apply(Unary.CEIL);
    return switch (method) {
      case LOWER -> at(sorted, place.apply(Unary.FLOOR), most);
      case HIGHER -> at(sorted, above, most);
      case NEAREST -> at(sorted, place.apply(Unary.ROUND), most);
      case MIDPOINT ->
          at(sorted, place.apply(Unary.FLOOR), most).add(at(sorted, above, most)).mul(0.5f);
      case LINEAR -> {
        Node smaller = above.min(most).sub(1).max(0);
        Node larger = smaller.add(1).min(most);
        Node share = larger.sub(place);
        yield at(sorted, larger, most)
            .mul(share.neg().add(1))
            .add(at(sorted, smaller, most).mul(share));
      }
    };
  }

  private static Node at(Node sorted, Node place, Node most) {
    int last = sorted.shape().rank() - 1;
    // The same place in each row.
    Node none = sorted.slice(last, 0, 1).cast(DType.INT32).mul(Places.whole(sorted.graph(), 0));
    return sorted.gatherElements(none.add(place.min(most).max(0).cast(DType.INT32)));
  }

  private static Node folded(Node result, Shape from, int[] axes, boolean keepDims) {
    int[] dims =
        IntStream.range(0, from.rank())
            .filter(a -> keepDims || Arrays.binarySearch(axes, a) < 0)
            .map(a -> Arrays.binarySearch(axes, a) >= 0 ? 1 : a == 0 ? 0 : from.dim(a))
            .toArray();
    return result.reshape(dims);
  }
}
