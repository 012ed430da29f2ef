package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.layer.Einsum;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that move elements, look them up, or multiply matrices. */
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
    MEANINGS.put("Split", ShapeOperations::split);
    MEANINGS.put("Unstack", ShapeOperations::unstack);
    MEANINGS.put("Tile", one(ShapeOperations::tile));
    MEANINGS.put("Repeat", one(ShapeOperations::repeat));
    MEANINGS.put("Pad", one(ShapeOperations::pad));
    MEANINGS.put("Flip", one(ShapeOperations::flip));
    MEANINGS.put("Roll", one(ShapeOperations::roll));
    MEANINGS.put("Take", one(ShapeOperations::take));
    MEANINGS.put("OneHot", one(ShapeOperations::oneHot));
    MEANINGS.put("GetItem", one(Indexing::apply));
    MEANINGS.put("Matmul", one(o -> product(o.node(0, "x1"), o.node(1, "x2"))));
    MEANINGS.put("Dot", one(ShapeOperations::dot));
    MEANINGS.put("Einsum", one(ShapeOperations::einsum));
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
    return moved(
        x,
        x.shape().axis(operands.settings().integer("source")),
        x.shape().axis(operands.settings().integer("destination")));
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

  private static List<Node> split(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, 0);
    int length = known(x, axis);
    List<Integer> places = operands.settings().integers("indices_or_sections");
    List<Integer> ends = new ArrayList<>(places);
    if (places.size() == 1) {
      int parts = pieces(places.getFirst());
      ends = IntStream.range(1, parts).mapToObj(i -> i * (length / parts)).toList();
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
    float value = (float) operands.settings().number("constant_values", 0);
    if (!mode.equals("constant") || value != 0) {
      throw new UnsupportedOperationException("operation Pad with other than zeros");
    }
    if (!(operands.settings().object("pad_width") instanceof List<?> widths)) {
      throw new UnsupportedOperationException("operation Pad with one width for all axes");
    }
    for (int axis = 0; axis < widths.size(); axis++) {
      if (!(widths.get(axis) instanceof List<?> pair)
          || pair.size() != 2
          || !(pair.getFirst() instanceof Number before)
          || !(pair.getLast() instanceof Number after)) {
        throw new UnsupportedOperationException("operation Pad by " + widths);
      }
      if (before.intValue() != 0 || after.intValue() != 0) {
        x = x.graph().add(new Movement.Pad(axis, before.intValue(), after.intValue()), x);
      }
    }
    return x;
  }

  private static Node flip(Operands operands) {
    Node x = operands.node(0, "x");
    for (int axis : operands.axes(x, "axis")) {
      x = x.graph().add(new Movement.Reverse(axis), x);
    }
    return x;
  }

  private static Node roll(Operands operands) {
    Node x = operands.node(0, "x");
    int axis = operands.axis(x, -1);
    int length = known(x, axis);
    int cut = Math.floorMod(-operands.settings().integer("shift"), length);
    return cut == 0 ? x : Node.concat(axis, x.slice(axis, cut, length), x.slice(axis, 0, cut));
  }

  // Looking up.

  private static Node take(Operands operands) {
    Node x = operands.node(0, "x");
    Object places = operands.required(1, "indices");
    if (places instanceof TensorRef || !(operands.settings().object("axis") instanceof Number n)) {
      throw new UnsupportedOperationException(
          "operation Take without an axis, or at places that are worked out");
    }
    int axis = x.shape().axis(n.intValue());
    return Indexing.at(x, axis, places);
  }

  private static Node oneHot(Operands operands) {
    Node x = operands.node(0, "x").cast(DType.INT32);
    int depth = operands.settings().integer("num_classes");
    int axis = operands.settings().integer("axis", -1);
    Node ones = x.graph().add(new Lookup.OneHot(depth), x);
    int last = ones.shape().rank() - 1;
    return moved(ones, last, axis < 0 ? axis + last + 1 : axis);
  }

  // Products.

  private static Node product(Node a, Node b) {
    if (a.shape().rank() < 2 || b.shape().rank() < 2) {
      throw new UnsupportedOperationException(
          "a matrix product of shapes %s and %s".formatted(a.shape(), b.shape()));
    }
    return a.cast(DType.FLOAT32).matMul(b.cast(DType.FLOAT32));
  }

  private static Node dot(Operands operands) {
    Node a = operands.node(0, "x1");
    Node b = operands.node(1, "x2");
    if (b.shape().rank() != 2) {
      throw new UnsupportedOperationException(
          "operation Dot of shapes %s and %s".formatted(a.shape(), b.shape()));
    }
    return product(a, b);
  }

  private static Node einsum(Operands operands) {
    String equation = operands.settings().text("subscripts", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (sides.length != 2 || terms.length != 2 || equation.contains(".")) {
      throw new UnsupportedOperationException("operation Einsum of " + equation);
    }
    return new Einsum(terms[0], terms[1], sides[1])
        .apply(
            operands.node(0, "x1").cast(DType.FLOAT32), operands.node(1, "x2").cast(DType.FLOAT32));
  }
}
