package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import java.util.HashMap;
import java.util.Map;

/** Operations that take elements at places, or say which places are taken. */
final class LookupOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Take", one(LookupOperations::take));
    MEANINGS.put("TakeAlongAxis", one(LookupOperations::takeAlongAxis));
    MEANINGS.put("OneHot", one(LookupOperations::oneHot));
    MEANINGS.put("MultiHot", one(LookupOperations::multiHot));
  }

  private LookupOperations() {}

  private static Node take(Operands operands) {
    Node x = operands.node(0, "x");
    Object places = operands.required(1, "indices");
    Object given = operands.settings().object("axis");
    int axis = given instanceof Number n ? x.shape().axis(n.intValue()) : 0;
    if (given == null) {
      x = x.reshape(-1);
    }
    if (!(places instanceof TensorRef)) {
      return Indexing.at(x, axis, places);
    }
    return Places.taken(x, axis, operands.node(places).cast(DType.INT32));
  }

  private static Node takeAlongAxis(Operands operands) {
    Node x = operands.row(operands.node(0, "x"));
    Node given = operands.node(1, "indices").cast(DType.INT32);
    int axis = operands.axis(x, -1);
    int last = x.shape().rank() - 1;
    Node moved = ShapeOperations.moved(x.cast(DType.FLOAT32), axis, last);
    Node places =
        Places.within(ShapeOperations.moved(given, axis, last), ShapeOperations.known(x, axis));
    // Both are broadcast but for the axis.
    Node none = Places.whole(x.graph(), 0);
    Node everywhere = places.add(moved.slice(last, 0, 1).cast(DType.INT32).mul(none));
    Node like = everywhere.slice(last, 0, 1).cast(DType.FLOAT32);
    Node taken = moved.add(like.sub(like)).gatherElements(everywhere);
    return ShapeOperations.moved(taken, last, axis).cast(x.dtype());
  }

  private static Node ones(Operands operands, Node ids) {
    int depth = operands.settings().integer("num_classes");
    operands.settings().drop("sparse");
    return ids.graph().add(new Lookup.OneHot(depth), ids.cast(DType.INT32));
  }

  private static Node oneHot(Operands operands) {
    Node ones = ones(operands, operands.node(0, "x"));
    int axis = operands.settings().integer("axis", -1);
    int last = ones.shape().rank() - 1;
    return ShapeOperations.moved(ones, last, axis < 0 ? axis + last + 1 : axis);
  }

  private static Node multiHot(Operands operands) {
    Node ones = ones(operands, operands.node(0, "inputs"));
    if (operands.settings().integer("axis", -1) != -1) {
      throw new UnsupportedOperationException("operation MultiHot along another axis");
    }
    return ones.shape().rank() > 2 ? ones.reduceMax(-2) : ones;
  }
}
