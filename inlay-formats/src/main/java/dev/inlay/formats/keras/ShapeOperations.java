package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operations on the axes of a value: others, in another order, one more or one less. */
final class ShapeOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  /** More pieces than this are no way to build a value. */
  private static final int MOST_PIECES = 4096;

  static {
    MEANINGS.put("Reshape", one(ShapeOperations::reshape));
    MEANINGS.put("Ravel", one(operands -> operands.node(0, "x").reshape(-1)));
    MEANINGS.put("Transpose", one(ShapeOperations::transpose));
    MEANINGS.put("Squeeze", one(ShapeOperations::squeeze));
    MEANINGS.put("ExpandDims", one(ShapeOperations::expandDims));
    MEANINGS.put("Swapaxes", one(ShapeOperations::swapAxes));
    MEANINGS.put("Moveaxis", one(ShapeOperations::moveAxis));
    MEANINGS.put("GetItem", one(Indexing::apply));
  }

  private ShapeOperations() {}

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
    Arrays.fill(perm, -1);
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
}
