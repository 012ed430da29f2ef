package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on a block of a value, which begins at a place that may be worked out. */
final class SliceOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Slice", one(SliceOperations::slice));
    MEANINGS.put("SliceUpdate", one(SliceOperations::update));
  }

  private SliceOperations() {}

  /** Where a block begins along one axis: at a number, or at a value. */
  private record Start(int number, @Nullable Node value) {
    /** Where a block of a length begins, moved so that it ends within the axis. */
    Node within(Node x, int length, int block) {
      return value == null
          ? Places.whole(x.graph(), Math.clamp(number, 0, length - block))
          : Places.clamped(value, 0, length - block);
    }
  }

  private static List<Start> starts(Operands operands, Node x) {
    Object given = operands.required(1, "start_indices");
    List<Start> starts = new ArrayList<>();
    switch (given) {
      case TensorRef ref -> {
        Node all = operands.node(ref).cast(DType.INT32).reshape(-1);
        for (int i = 0; i < ShapeOperations.pieces(ShapeOperations.known(all, 0)); i++) {
          starts.add(new Start(0, all.slice(0, i, i + 1).reshape()));
        }
      }
      case IntTensor tensor -> {
        for (int number : tensor.data()) {
          starts.add(new Start(number, null));
        }
      }
      case List<?> list -> {
        for (Object each : list) {
          starts.add(
              each instanceof Number n
                  ? new Start(n.intValue(), null)
                  : new Start(0, operands.node(each).cast(DType.INT32).reshape()));
        }
      }
      default ->
          throw new UnsupportedOperationException(
              "operation %s from %s".formatted(operands.className(), given));
    }
    if (starts.size() != x.shape().rank()) {
      throw new IllegalArgumentException(
          "operation %s of shape %s from %d places; give one for each axis"
              .formatted(operands.className(), x.shape(), starts.size()));
    }
    return starts;
  }

  private static Node slice(Operands operands) {
    Node x = operands.node(0, "inputs");
    List<Start> starts = starts(operands, x);
    List<Integer> lengths = operands.settings().integers("shape");
    for (int axis = 0; axis < lengths.size(); axis++) {
      int length = lengths.get(axis);
      Start start = starts.get(axis);
      if (start.value() == null) {
        int end = length == -1 ? Movement.Slice.END : start.number() + length;
        boolean all = start.number() == 0 && (length == -1 || length == x.shape().dim(axis));
        x = all ? x : x.slice(axis, start.number(), end);
      } else if (length == -1) {
        throw new UnsupportedOperationException(
            "operation Slice from a place that is worked out to the end; give its length");
      } else {
        Node from = start.within(x, ShapeOperations.known(x, axis), length);
        x = Places.taken(x, axis, from.add(Places.upTo(x.graph(), length)));
      }
    }
    return x;
  }

  private static Node update(Operands operands) {
    Node x = operands.node(0, "inputs");
    List<Start> starts = starts(operands, x);
    Node block = operands.node(2, "updates").cast(x.dtype());
    int rows = block.shape().dim(0);
    if (x.shape().dim(0) != Shape.UNKNOWN || rows == Shape.UNKNOWN) {
      return updated(x, starts, block, 0);
    }
    // Of rows whose number isn't known, so many are updated.
    int from = starts.getFirst().number();
    if (starts.getFirst().value() != null) {
      throw new UnsupportedOperationException(
          "operation SliceUpdate of rows of a batch from a place that is worked out");
    }
    List<Node> parts = new ArrayList<>();
    if (from > 0) {
      parts.add(x.slice(0, 0, from));
    }
    parts.add(updated(x.slice(0, from, from + rows), starts, block, 1));
    parts.add(x.slice(0, from + rows, Movement.Slice.END));
    return Node.concat(0, parts.toArray(Node[]::new));
  }

  /** With a block put in its place along all axes from one on; along others it is as long. */
  private static Node updated(Node x, List<Start> starts, Node block, int first) {
    Node inside = x.graph().constant(1f);
    for (int axis = first; axis < starts.size(); axis++) {
      int length = x.shape().dim(axis);
      int own = block.shape().dim(axis);
      if (length == own) {
        continue;
      }
      ShapeOperations.known(x, axis);
      ShapeOperations.known(block, axis);
      Node from = starts.get(axis).within(x, length, own);
      Node places = Places.upTo(x.graph(), length).sub(from);
      Node within =
          places
              .apply(Binary.GREATER_OR_EQUAL, Places.whole(x.graph(), 0))
              .mul(places.apply(Binary.LESS, Places.whole(x.graph(), own)));
      int[] dims = new int[starts.size()];
      Arrays.fill(dims, 1);
      dims[axis] = length;
      inside = inside.mul(within.reshape(dims));
      block = Places.taken(block, axis, Places.clamped(places, 0, own - 1));
    }
    return inside.where(block, x);
  }
}
