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
    if (axis != 0 || x.dtype() != DType.FLOAT32) {
      throw new UnsupportedOperationException(
          "operation Take along axis %d of %s at places that are worked out"
              .formatted(axis, x.dtype()));
    }
    Node ids = operands.node(places).cast(DType.INT32);
    if (x.shape().rank() == 1) {
      Node rows = x.reshape(-1, 1).gather(ids);
      return ShapeOperations.without(rows, rows.shape().rank() - 1);
    }
    return x.gather(ids);
  }

  private static Node takeAlongAxis(Operands operands) {
    Node x = operands.floats();
    Node places = operands.node(1, "indices").cast(DType.INT32);
    int axis = operands.axis(x, -1);
    int last = x.shape().rank() - 1;
    Node taken =
        ShapeOperations.moved(x, axis, last)
            .gatherElements(ShapeOperations.moved(places, axis, last));
    return ShapeOperations.moved(taken, last, axis);
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
