package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Operations that put the elements of an axis in order. */
final class SortOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Argmax", one(operands -> best(operands, x -> x, false)));
    MEANINGS.put("Argmin", one(operands -> best(operands, Node::neg, false)));
    MEANINGS.put("Nanargmax", one(operands -> best(operands, x -> x, true)));
    MEANINGS.put("Nanargmin", one(operands -> best(operands, Node::neg, true)));
    MEANINGS.put("Digitize", one(SortOperations::bucket));
    MEANINGS.put("IsIn", one(SortOperations::isIn));
    MEANINGS.put("TopK", SortOperations::topK);
    MEANINGS.put("InTopK", one(SortOperations::inTopK));
    MEANINGS.put("Sort", one(operands -> along(operands, x -> ascending(x).values().neg())));
    MEANINGS.put("Argsort", one(operands -> along(operands, x -> ascending(x).places())));
    MEANINGS.put("SearchSorted", one(SortOperations::searchSorted));
  }

  private SortOperations() {}

  /** Does something along the last axis to the axis that the operation names. */
  private static Node along(Operands operands, UnaryOperator<Node> meaning) {
    Node x = operands.row(operands.floats());
    int axis = operands.axis(x, -1);
    int last = x.shape().rank() - 1;
    Node result = meaning.apply(ShapeOperations.moved(x, axis, last));
    return ShapeOperations.moved(result, last, axis);
  }

  /** The last axis from its smallest element on, the elements negated. */
  static Node.Top ascending(Node x) {
    return x.neg().topK(ShapeOperations.known(x, x.shape().rank() - 1));
  }

  /**
   * The place of the largest element along an axis, after a function of it. NaN are passed over, as
   * by Keras on TensorFlow.
   *
   * @param marking whether the place is -1 where nothing else is, not 0
   */
  private static Node best(Operands operands, UnaryOperator<Node> by, boolean marking) {
    Node given = operands.node(0, "x");
    Node x = operands.row(given);
    boolean keepDims = operands.settings().flag("keepdims", false);
    int axis = operands.axis(x, -1);
    int last = x.shape().rank() - 1;
    Node moved = ShapeOperations.moved(by.apply(x.cast(DType.FLOAT32)), axis, last);
    Node found = bestKnown(moved, marking);
    Node places = ShapeOperations.moved(found, last, axis);
    if (keepDims && x != given) {
      int[] ones = new int[given.shape().rank()];
      Arrays.fill(ones, 1);
      return places.reshape(ones);
    }
    return keepDims ? places : ShapeOperations.without(places, axis);
  }

  private static Node bestKnown(Node x, boolean marking) {
    Node known = AxisOperations.isNumber(x);
    Node places = known.where(x, x.graph().constant(Float.NEGATIVE_INFINITY)).topK(1).places();
    if (!marking) {
      return places;
    }
    Node any = AxisOperations.reduce(known, Fold.MAX, true, x.shape().rank() - 1);
    return any.where(places, Places.whole(x.graph(), -1));
  }

  /** How many bounds aren't above each value. */
  private static Node bucket(Operands operands) {
    Node x = operands.floats();
    Node bounds = operands.node(1, "bins").cast(DType.FLOAT32);
    return before(bounds, x, true);
  }

  /** Whether each value is one of some others. */
  private static Node isIn(Operands operands) {
    Node x = operands.node(0, "x1").cast(DType.FLOAT32);
    Node others = operands.node(1, "x2").cast(DType.FLOAT32).reshape(-1);
    operands.settings().drop("assume_unique");
    Node column = ShapeOperations.with(x, x.shape().rank());
    Node found = column.apply(Binary.EQUAL, others).reduceMax(-1);
    return operands.settings().flag("invert", false) ? found.apply(Unary.NOT) : found;
  }

  private static List<Node> topK(Operands operands) {
    Node.Top top = operands.floats().topK(operands.settings().integer("k"));
    operands.settings().drop("sorted");
    return List.of(top.values(), top.places());
  }

  /** Whether a row's target is among its k largest predictions; equal ones are let in. */
  private static Node inTopK(Operands operands) {
    Node targets = operands.node(0, "targets").cast(DType.INT32);
    Node predictions = operands.node(1, "predictions").cast(DType.FLOAT32);
    int k = operands.settings().integer("k");
    Node own = predictions.gatherElements(targets.reshape(-1, 1));
    Node larger = predictions.greater(own).sum(-1);
    return larger.less(k);
  }

  /** How many elements of a sorted row stand before each value. */
  private static Node searchSorted(Operands operands) {
    Node sorted = operands.node(0, "sorted_sequence").cast(DType.FLOAT32);
    Node values = operands.node(1, "values").cast(DType.FLOAT32);
    return before(sorted, values, operands.settings().text("side", "left").equals("right"));
  }

  /**
   * How many elements of a row stand before each value.
   *
   * @param equal whether equal ones do
   */
  private static Node before(Node row, Node values, boolean equal) {
    Node column = ShapeOperations.with(values, values.shape().rank());
    Node before = equal ? column.apply(Binary.GREATER_OR_EQUAL, row) : column.greater(row);
    return before.sum(-1).cast(DType.INT32);
  }
}
