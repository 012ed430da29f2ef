package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;
import static dev.inlay.formats.keras.ShapeOperations.known;
import static dev.inlay.formats.keras.ShapeOperations.moved;
import static dev.inlay.formats.keras.ShapeOperations.pieces;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that give the elements of a value other places, or leave some of them out. */
final class MoveOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.put("Tril", one(operands -> triangle(operands, true)));
    MEANINGS.put("Triu", one(operands -> triangle(operands, false)));
    MEANINGS.put("Diagonal", one(MoveOperations::diagonal));
    MEANINGS.put("Trace", one(operands -> diagonal(operands).sum(-1)));
    MEANINGS.put("Pad", one(MoveOperations::pad));
    MEANINGS.put("Flip", one(MoveOperations::flip));
    MEANINGS.put("Fliplr", one(operands -> reversed(operands.node(0, "x"), 1)));
    MEANINGS.put("Flipud", one(operands -> reversed(operands.node(0, "x"), 0)));
    MEANINGS.put("Rot90", one(MoveOperations::turned));
    MEANINGS.put("Roll", one(MoveOperations::roll));
  }

  private MoveOperations() {}

  /** The elements on one side of the diagonal of the last two axes, zeros on the other. */
  private static Node triangle(Operands operands, boolean lower) {
    Node x = operands.node(0, "x");
    int k = operands.settings().integer("k", 0);
    int rank = x.shape().rank();
    int rows = known(x, rank - 2);
    int columns = known(x, rank - 1);
    float[] kept = new float[pieces(rows) * pieces(columns)];
    for (int i = 0; i < kept.length; i++) {
      int over = i % columns - i / columns - k;
      kept[i] = lower ? (over <= 0 ? 1 : 0) : over >= 0 ? 1 : 0;
    }
    Node mask = x.graph().constant(Tensor.of(Shape.of(rows, columns), kept));
    Node floats = x.cast(DType.FLOAT32);
    return mask.where(floats, x.graph().constant(0)).cast(x.dtype());
  }

  /** The elements that stand on a line through two axes, which becomes the last axis. */
  private static Node diagonal(Operands operands) {
    Node x = operands.node(0, "x");
    int offset = operands.settings().integer("offset", 0);
    int from = x.shape().axis(operands.settings().integer("axis1", 0));
    int to = x.shape().axis(operands.settings().integer("axis2", 1));
    int last = x.shape().rank() - 1;
    int rows = known(x, from);
    int columns = known(x, to);
    Node moved = moved(moved(x, to, last), from > to ? from - 1 : from, last - 1);
    int[] dims = new int[last];
    dims[last - 1] = rows * columns;
    List<Integer> places = new ArrayList<>();
    for (int i = Math.max(0, -offset); i < rows && i + offset < columns; i++) {
      places.add(i * columns + i + offset);
    }
    return Indexing.at(moved.reshape(dims), last - 1, places);
  }

  private static Node pad(Operands operands) {
    Node x = operands.node(0, "x");
    String mode = operands.settings().text("mode", "constant");
    Object constant = operands.raw(1, "constant_values");
    float value = constant instanceof Number n ? n.floatValue() : 0;
    Object given = operands.settings().object("pad_width");
    List<Integer> widths =
        Arguments.flat(given == null ? List.of() : given).stream()
            .map(n -> n instanceof Number whole ? whole.intValue() : -1)
            .toList();
    int rank = x.shape().rank();
    if (!List.of(1, 2, 2 * rank).contains(widths.size())) {
      throw new IllegalArgumentException("operation Pad of %s by %s".formatted(x.shape(), given));
    }
    for (int axis = 0; axis < rank; axis++) {
      int place = widths.size() == 2 * rank ? 2 * axis : 0;
      int before = widths.get(place);
      int after = widths.get(widths.size() == 1 ? 0 : place + 1);
      x = before == 0 && after == 0 ? x : padded(x, mode, value, axis, before, after);
    }
    return x;
  }

  private static Node padded(Node x, String mode, float value, int axis, int before, int after) {
    return switch (mode) {
      case "constant" -> {
        // Shifted, so that the zeros at the edges become the value.
        Node around = value == 0 ? x : x.cast(DType.FLOAT32).sub(value);
        Node zeros = x.graph().add(new Movement.Pad(axis, before, after), around);
        yield value == 0 ? zeros : zeros.add(value).cast(x.dtype());
      }
      case "reflect", "symmetric" -> {
        int length = known(x, axis);
        int skipped = mode.equals("reflect") ? 1 : 0;
        List<Integer> places = new ArrayList<>();
        for (int i = -pieces(before + 1) + 1; i < length + pieces(after + 1) - 1; i++) {
          places.add(i < 0 ? skipped - 1 - i : i < length ? i : 2 * length - 1 - skipped - i);
        }
        yield Indexing.at(x, axis, places);
      }
      default -> throw new UnsupportedOperationException("operation Pad with mode = " + mode);
    };
  }

  private static Node flip(Operands operands) {
    Node x = operands.node(0, "x");
    for (int axis : operands.axes(x, "axis")) {
      x = reversed(x, axis);
    }
    return x;
  }

  private static Node reversed(Node x, int axis) {
    return x.graph().add(new Movement.Reverse(axis), x);
  }

  /** Quarter turns from the first of two axes towards the second. */
  private static Node turned(Operands operands) {
    Node x = operands.node(0, "array");
    List<Integer> axes = operands.settings().integers("axes");
    int from = axes.isEmpty() ? 0 : x.shape().axis(axes.getFirst());
    int to = axes.isEmpty() ? 1 : x.shape().axis(axes.getLast());
    int turns = Math.floorMod(operands.settings().integer("k", 1), 4);
    if (turns == 2) {
      return reversed(reversed(x, from), to);
    }
    int[] perm = IntStream.range(0, x.shape().rank()).toArray();
    perm[from] = to;
    perm[to] = from;
    return switch (turns) {
      case 1 -> reversed(x, to).transpose(perm);
      case 3 -> reversed(x.transpose(perm), to);
      default -> x;
    };
  }

  private static Node roll(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> shifts = operands.settings().integers("shift");
    List<Integer> axes = operands.settings().integers("axis");
    if (axes.isEmpty()) {
      int[] dims = IntStream.range(0, x.shape().rank()).map(axis -> known(x, axis)).toArray();
      return rolled(x.reshape(-1), 0, shifts.getFirst()).reshape(dims);
    }
    Node result = x;
    for (int i = 0; i < axes.size(); i++) {
      int shift = shifts.get(shifts.size() == 1 ? 0 : i);
      result = rolled(result, x.shape().axis(axes.get(i)), shift);
    }
    return result;
  }

  private static Node rolled(Node x, int axis, int shift) {
    int length = known(x, axis);
    int cut = Math.floorMod(-shift, length);
    return cut == 0 ? x : Node.concat(axis, x.slice(axis, cut, length), x.slice(axis, 0, cut));
  }
}
