package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Operations that fold or count elements by number. */
final class SegmentOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Bincount", one(SegmentOperations::counts));
    segments("SegmentSum", Fold.SUM, 0);
    segments("SegmentProd", Fold.PROD, 1);
    segments("SegmentMax", Fold.MAX, -Float.MAX_VALUE);
    segments("SegmentMin", Fold.MIN, Float.MAX_VALUE);
  }

  private SegmentOperations() {}

  /** How often each number stands in the last axis, or with how much weight. */
  private static Node counts(Operands operands) {
    Node x = operands.node(0, "x").cast(DType.INT32);
    int length = operands.settings().integer("minlength", 0);
    operands.settings().drop("sparse");
    if (length < 1) {
      throw new UnsupportedOperationException(
          "operation Bincount without minlength, whose length depends on the values; give it a"
              + " minlength above the largest of them");
    }
    Node found = x.graph().add(new Lookup.OneHot(length), x);
    Object given = operands.settings().object("weights");
    if (given == null) {
      return found.sum(-2).cast(DType.INT32);
    }
    Node weights = operands.node(Arguments.value(given));
    Node column = ShapeOperations.with(weights.cast(DType.FLOAT32), weights.shape().rank());
    return found.where(column, x.graph().constant(0f)).sum(-2).cast(weights.dtype());
  }

  /**
   * A fold of all rows that have one number. Rows of negative numbers are left out, as are numbers
   * beyond the segments, with which Keras on TensorFlow ends in an error.
   *
   * @param none what a number that no row has gets
   */
  private static void segments(String name, Fold fold, float none) {
    MEANINGS.put(
        name,
        one(
            operands -> {
              Node data = operands.node(0, "data");
              Object given = operands.required(1, "segment_ids");
              int count = count(operands, fold, given);
              Node ids = operands.node(given).cast(DType.INT32);
              Node rows = data.cast(DType.FLOAT32);
              Node own = data.graph().add(new Lookup.OneHot(count), ids);
              int[] dims = new int[data.shape().rank() + 1];
              Arrays.fill(dims, 1);
              dims[0] = 0;
              dims[1] = count;
              Node all =
                  own.reshape(dims)
                      .where(ShapeOperations.with(rows, 1), data.graph().constant(none));
              Node result = AxisOperations.reduce(all, fold, false, 0);
              boolean bounds = fold == Fold.MAX || fold == Fold.MIN;
              return data.dtype() == DType.INT32 && bounds
                  ? bounded(result, own, fold)
                  : result.cast(data.dtype());
            }));
  }

  /** Whole numbers, the least or the largest where there are no rows. */
  private static Node bounded(Node result, Node own, Fold fold) {
    int[] dims = new int[result.shape().rank()];
    Arrays.fill(dims, 1);
    dims[0] = own.shape().last();
    Node any = own.reduceMax(0).reshape(dims);
    int none = fold == Fold.MAX ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    return any.where(result.cast(DType.INT32), Places.whole(result.graph(), none));
  }

  private static int count(Operands operands, Fold fold, Object ids) {
    boolean sorted = operands.settings().flag("sorted", false);
    int count = operands.settings().integer("num_segments", 0);
    if (count > 0) {
      return ShapeOperations.pieces(count);
    }
    if (!(ids instanceof IntTensor constant)) {
      throw new UnsupportedOperationException(
          "operation %s without num_segments, whose length depends on the values; give it"
              .formatted(operands.className()));
    }
    // As Keras on TensorFlow, which counts the numbers for sums, and looks for the largest else.
    return ShapeOperations.pieces(
        fold == Fold.SUM && !sorted
            ? (int) Arrays.stream(constant.data()).distinct().count()
            : Arrays.stream(constant.data()).max().orElse(-1) + 1);
  }
}
