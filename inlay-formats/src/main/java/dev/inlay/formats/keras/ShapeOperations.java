package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operations that move elements. */
final class ShapeOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  /** More pieces than this are no way to build a value. */
  private static final int MOST_PIECES = 4096;

  static {
    MEANINGS.put("Reshape", one(ShapeOperations::reshape));
    MEANINGS.put("Transpose", one(ShapeOperations::transpose));
    MEANINGS.put("Squeeze", one(ShapeOperations::squeeze));
    MEANINGS.put("ExpandDims", one(ShapeOperations::expandDims));
    MEANINGS.put("Swapaxes", one(ShapeOperations::swapAxes));
    MEANINGS.put("Moveaxis", one(ShapeOperations::moveAxis));
    MEANINGS.put("Concatenate", one(ShapeOperations::concatenate));
    MEANINGS.put("Stack", one(ShapeOperations::stack));
    MEANINGS.put("Append", one(ShapeOperations::append));
    MEANINGS.put("Hstack", one(operands -> joined(operands, 1, 1)));
    MEANINGS.put("Vstack", one(operands -> joined(operands, 2, 0)));
    MEANINGS.put("Dstack", one(operands -> joined(operands, 3, 2)));
    MEANINGS.put("Ravel", one(operands -> operands.node(0, "x").reshape(-1)));
    MEANINGS.put("BroadcastTo", one(ShapeOperations::broadcast));
    MEANINGS.put("Meshgrid", ShapeOperations::meshGrid);
    MEANINGS.put("Tril", one(operands -> triangle(operands, true)));
    MEANINGS.put("Triu", one(operands -> triangle(operands, false)));
    MEANINGS.put("Split", ShapeOperations::split);
    MEANINGS.put("ArraySplit", ShapeOperations::split);
    MEANINGS.put("Vsplit", operands -> split(operands, operands.node(0, "x"), 0));
    MEANINGS.put("Hsplit", ShapeOperations::splitColumns);
    MEANINGS.put("Dsplit", operands -> split(operands, operands.node(0, "x"), 2));
    MEANINGS.put("Diagonal", one(ShapeOperations::diagonal));
    MEANINGS.put("Trace", one(operands -> diagonal(operands).sum(-1)));
    MEANINGS.put("Unstack", ShapeOperations::unstack);
    MEANINGS.put("Tile", one(ShapeOperations::tile));
    MEANINGS.put("Repeat", one(ShapeOperations::repeat));
    MEANINGS.put("Pad", one(ShapeOperations::pad));
    MEANINGS.put("Flip", one(ShapeOperations::flip));
    MEANINGS.put("Fliplr", one(operands -> reversed(operands.node(0, "x"), 1)));
    MEANINGS.put("Flipud", one(operands -> reversed(operands.node(0, "x"), 0)));
    MEANINGS.put("Rot90", one(ShapeOperations::turned));
    MEANINGS.put("Roll", one(ShapeOperations::roll));
    MEANINGS.put("GetItem", one(Indexing::apply));
  }

  private ShapeOperations() {}

  // One axis more, one less, or elsewhere.

  /** With an axis of length 1 at a place. */
  static Node with(Node x, int axis) {
    int[] dims = new int[x.shape().rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < axis ? 0 : i == axis ? 1 : x.shape().dim(i - 1);
    }
    return x.reshape(dims);
  }

  /** Without an axis of length 1. */
  static Node without(Node x, int axis) {
    if (x.shape().dim(axis) != 1) {
      throw new IllegalArgumentException(
          "axis %d of shape %s isn't of length 1".formatted(axis, x.shape()));
    }
    int[] dims = new int[x.shape().rank() - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < axis ? 0 : x.shape().dim(i + 1);
    }
    return x.reshape(dims);
  }

  /** With an axis moved to another place. */
  static Node moved(Node x, int from, int to) {
    if (from == to) {
      return x;
    }
    List<Integer> perm = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    perm.add(to, perm.remove(from));
    return x.transpose(perm.stream().mapToInt(i -> i).toArray());
  }

  private static Node reshape(Operands operands) {
    Node x = operands.node(0, "x");
    Object wanted = operands.settings().object("newshape");
    if (!(wanted instanceof List<?> list)) {
      throw new IllegalArgumentException("Reshape to " + wanted);
    }
    int[] dims = new int[list.size()];
    for (int i = 0; i < dims.length; i++) {
      // Null is the length that a batch has.
      dims[i] = list.get(i) instanceof Number n ? n.intValue() : i == 0 ? 0 : -1;
    }
    Shape shape = x.shape();
    boolean rows =
        dims.length > 1
            && dims[0] == -1
            && shape.dim(0) == Shape.UNKNOWN
            && shape.slice(1, shape.rank()).isKnown()
            && shape.size(1, shape.rank())
                == IntStream.of(dims).skip(1).asLongStream().reduce(1, Math::multiplyExact);
    if (rows) {
      dims[0] = 0;
    }
    return x.reshape(dims);
  }

  private static Node transpose(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> axes = operands.settings().integers("axes");
    int rank = x.shape().rank();
    return x.transpose(
        axes.isEmpty()
            ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
            : axes.stream().mapToInt(x.shape()::axis).toArray());
  }

  private static Node squeeze(Operands operands) {
    Node x = operands.node(0, "x");
    Shape shape = x.shape();
    List<Integer> axes = operands.settings().integers("axis");
    int[] all =
        axes.isEmpty()
            ? IntStream.range(0, shape.rank()).filter(i -> shape.dim(i) == 1).toArray()
            : axes.stream().mapToInt(shape::axis).sorted().toArray();
    for (int i = all.length - 1; i >= 0; i--) {
      x = without(x, all[i]);
    }
    return x;
  }

  private static Node expandDims(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> axes = operands.settings().integers("axis");
    int rank = x.shape().rank() + axes.size();
    for (int axis : axes.stream().mapToInt(a -> a < 0 ? a + rank : a).sorted().toArray()) {
      x = with(x, axis);
    }
    return x;
  }

  private static Node swapAxes(Operands operands) {
    Node x = operands.node(0, "x");
    int[] perm = IntStream.range(0, x.shape().rank()).toArray();
    int a = x.shape().axis(operands.settings().integer("axis1"));
    int b = x.shape().axis(operands.settings().integer("axis2"));
    perm[a] = b;
    perm[b] = a;
    return x.transpose(perm);
  }

  private static Node moveAxis(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> from = operands.settings().integers("source");
    List<Integer> to = operands.settings().integers("destination");
    int rank = x.shape().rank();
    int[] perm = new int[rank];
    java.util.Arrays.fill(perm, -1);
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      perm[x.shape().axis(to.get(i))] = x.shape().axis(from.get(i));
    }
    List<Integer> others =
        IntStream.range(0, rank)
            .filter(axis -> IntStream.of(perm).noneMatch(p -> p == axis))
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    for (int i = 0; i < rank; i++) {
      perm[i] = perm[i] < 0 ? others.removeFirst() : perm[i];
    }
    return x.transpose(perm);
  }

  // Putting together and taking apart.

  private static List<Node> ofOneType(List<Node> values) {
    boolean whole = values.stream().allMatch(v -> v.dtype() == DType.INT32);
    return values.stream().map(v -> whole ? v : v.cast(DType.FLOAT32)).toList();
  }

  private static Node concatenate(Operands operands) {
    List<Node> values = ofOneType(operands.nodes(0, "xs"));
    int axis = operands.axis(values.getFirst(), 0);
    return Node.concat(axis, values.toArray(Node[]::new));
  }

  private static Node stack(Operands operands) {
    List<Node> values = ofOneType(operands.nodes(0, "x"));
    int rank = values.getFirst().shape().rank() + 1;
    int axis = operands.settings().integer("axis", 0);
    int at = axis < 0 ? axis + rank : axis;
    return Node.concat(at, values.stream().map(v -> with(v, at)).toArray(Node[]::new));
  }

  private static Node append(Operands operands) {
    List<Node> values = ofOneType(List.of(operands.node(0, "x1"), operands.node(1, "x2")));
    int axis = operands.settings().integer("axis");
    return Node.concat(values.getFirst().shape().axis(axis), values.toArray(Node[]::new));
  }

  /** Values side by side, after they have so many axes at least. */
  private static Node joined(Operands operands, int rank, int axis) {
    List<Node> values = ofOneType(operands.nodes(0, "xs"));
    if (values.getFirst().shape().rank() < Math.max(rank, axis + 1)) {
      throw new UnsupportedOperationException(
          "operation %s of shape %s".formatted(operands.className(), values.getFirst().shape()));
    }
    return Node.concat(axis, values.toArray(Node[]::new));
  }

  private static Node broadcast(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> shape = operands.settings().integers("shape");
    while (x.shape().rank() < shape.size()) {
      x = with(x, 0);
    }
    for (int axis = 0; axis < shape.size(); axis++) {
      if (x.shape().dim(axis) == 1) {
        x = copies(x, axis, shape.get(axis));
      }
    }
    return x;
  }

  private static List<Node> meshGrid(Operands operands) {
    List<Node> values = operands.all();
    boolean swapped = operands.settings().text("indexing", "xy").equals("xy");
    int rank = values.size();
    List<Node> grids = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int place = swapped && i < 2 && rank > 1 ? 1 - i : i;
      Node grid = values.get(i).reshape(-1);
      for (int axis = 0; axis < rank; axis++) {
        if (axis != place) {
          grid = with(grid, axis);
        }
      }
      for (int j = 0; j < rank; j++) {
        int axis = swapped && j < 2 && rank > 1 ? 1 - j : j;
        if (axis != place) {
          grid = copies(grid, axis, known(values.get(j), 0));
        }
      }
      grids.add(grid);
    }
    return grids;
  }

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

  private static List<Node> split(Operands operands) {
    Node x = operands.node(0, "x");
    return split(operands, x, operands.axis(x, 0));
  }

  private static List<Node> splitColumns(Operands operands) {
    Node x = operands.node(0, "x");
    return split(operands, x, x.shape().rank() == 1 ? 0 : 1);
  }

  private static List<Node> split(Operands operands, Node x, int axis) {
    int length = known(x, axis);
    Object places = operands.settings().object("indices_or_sections");
    List<Integer> ends = new ArrayList<>();
    if (places instanceof Integer sections) {
      int parts = pieces(sections);
      // Where they can't be of one length, the first ones are longer.
      for (int i = 1; i < parts; i++) {
        ends.add(i * (length / parts) + Math.min(i, length % parts));
      }
    } else {
      for (Object place : Arguments.flat(Objects.requireNonNullElse(places, List.of()))) {
        ends.add(((Number) place).intValue());
      }
    }
    List<Node> parts = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      parts.add(x.slice(axis, from, end));
      from = end;
    }
    parts.add(x.slice(axis, from, length));
    return parts;
  }

  private static List<Node> unstack(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, 0);
    operands.settings().drop("num");
    return IntStream.range(0, pieces(known(x, axis)))
        .mapToObj(i -> without(x.slice(axis, i, i + 1), axis))
        .toList();
  }

  /** An axis' length, which has to be known. */
  static int known(Node x, int axis) {
    int length = x.shape().dim(axis);
    if (length == Shape.UNKNOWN) {
      throw new UnsupportedOperationException(
          "an operation along axis %d of shape %s, whose length isn't known"
              .formatted(axis, x.shape()));
    }
    return length;
  }

  /** A number of pieces that isn't too large to be put together. */
  static int pieces(int count) {
    if (count < 1 || count > MOST_PIECES) {
      throw new UnsupportedOperationException(
          "an operation with %,d pieces; 1 to %,d are possible".formatted(count, MOST_PIECES));
    }
    return count;
  }

  private static Node copies(Node x, int axis, int count) {
    return count == 1
        ? x
        : Node.concat(axis, Collections.nCopies(pieces(count), x).toArray(Node[]::new));
  }

  private static Node tile(Operands operands) {
    Node x = operands.node(0, "x");
    List<Integer> repeats = operands.settings().integers("repeats");
    int skipped = x.shape().rank() - repeats.size();
    if (skipped < 0) {
      throw new UnsupportedOperationException("operation Tile that adds axes");
    }
    for (int i = 0; i < repeats.size(); i++) {
      x = copies(x, skipped + i, repeats.get(i));
    }
    return x;
  }

  private static Node repeat(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, -1);
    int count = operands.settings().integer("repeats");
    Node many = copies(with(x, axis + 1), axis + 1, count);
    int[] dims = new int[x.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < axis ? 0 : i == axis ? known(x, axis) * count : x.shape().dim(i);
    }
    return many.reshape(dims);
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
