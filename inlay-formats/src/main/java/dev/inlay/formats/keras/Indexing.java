package dev.inlay.formats.keras;

import dev.inlay.formats.keras.Arguments.Ellipsis;
import dev.inlay.formats.keras.Arguments.Slice;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Python's {@code x[…]} with numbers, slices, {@code ...} and None. */
final class Indexing {
  private Indexing() {}

  static Node apply(Operands operands) {
    Node x = operands.node(0, "x");
    Object key = operands.raw(1, "key");
    List<@Nullable Object> keys = new ArrayList<>();
    if (key instanceof List<?> list) {
      keys.addAll(list);
    } else {
      keys.add(key);
    }
    int axis = 0;
    for (Object k : keys) {
      switch (k) {
        case null -> x = ShapeOperations.with(x, axis++);
        case Ellipsis _ -> axis = x.shape().rank() - takenBehind(keys);
        case Number place -> x = ShapeOperations.without(one(x, axis, place.intValue()), axis);
        case Slice slice -> x = sliced(x, axis++, slice);
        case Object other -> x = at(x, axis++, other);
      }
    }
    return x;
  }

  /** How many axes the keys behind the {@code ...} take; None takes none. */
  private static int takenBehind(List<@Nullable Object> keys) {
    List<@Nullable Object> behind = keys.subList(keys.indexOf(Ellipsis.ELLIPSIS) + 1, keys.size());
    return (int) behind.stream().filter(Objects::nonNull).count();
  }

  private static Node one(Node x, int axis, int place) {
    return x.slice(axis, place, place == -1 ? Movement.Slice.END : place + 1);
  }

  private static Node sliced(Node x, int axis, Slice slice) {
    int step = number(slice.step(), 1);
    if (step == 1) {
      int from = number(slice.start(), 0);
      int to = number(slice.stop(), Movement.Slice.END);
      if (from == 0 && to == Movement.Slice.END) {
        return x;
      }
      return x.slice(axis, clipped(x, axis, from), clippedEnd(x, axis, to));
    }
    if (step == -1 && slice.start() == null && slice.stop() == null) {
      return x.graph().add(new Movement.Reverse(axis), x);
    }
    int length = ShapeOperations.known(x, axis);
    List<Integer> places = new ArrayList<>();
    if (step == 0) {
      throw new IllegalArgumentException("a slice with step 0");
    }
    // Backwards, both ends lie one further down: the last place is taken, the one before the
    // first is an end.
    int down = step < 0 ? 1 : 0;
    int from = slice.start() == null && step < 0 ? length - 1 : end(slice.start(), 0, length, down);
    int to = slice.stop() == null && step < 0 ? -1 : end(slice.stop(), length, length, down);
    for (long i = from; step < 0 ? i > to : i < to; i += step) {
      places.add((int) i);
      ShapeOperations.pieces(places.size());
    }
    return at(x, axis, places);
  }

  private static int end(@Nullable Object given, int otherwise, int length, int down) {
    int place = number(given, otherwise);
    return Math.clamp(place < 0 ? (long) place + length : place, -down, length - down);
  }

  private static int place(int given, int length) {
    return Math.clamp(given < 0 ? given + length : given, 0, length);
  }

  /** Python lets a slice begin before the first element. */
  private static int clipped(Node x, int axis, int from) {
    int length = x.shape().dim(axis);
    return length == Shape.UNKNOWN ? from : place(from, length);
  }

  private static int clippedEnd(Node x, int axis, int to) {
    int length = x.shape().dim(axis);
    return length == Shape.UNKNOWN || to == Movement.Slice.END ? to : place(to, length);
  }

  private static int number(@Nullable Object value, int otherwise) {
    return switch (value) {
      case null -> otherwise;
      case Number n -> n.intValue();
      case Object other -> throw new UnsupportedOperationException("a slice up to " + other);
    };
  }

  /**
   * The elements at places along an axis.
   *
   * @param places one number, which takes the axis away, or several
   */
  static Node at(Node x, int axis, Object places) {
    return switch (places) {
      case Number place -> ShapeOperations.without(one(x, axis, place.intValue()), axis);
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          side(x, axis, list.stream().mapToInt(n -> ((Number) n).intValue()).toArray());
      case IntTensor tensor when tensor.shape().rank() == 1 -> side(x, axis, tensor.data());
      case IntTensor tensor when tensor.shape().rank() > 1 ->
          shaped(side(x, axis, tensor.data()), axis, tensor.shape());
      default -> throw new UnsupportedOperationException("elements at " + places);
    };
  }

  /** With an axis that becomes several. */
  static Node shaped(Node x, int axis, Shape parts) {
    int[] dims = new int[x.shape().rank() - 1 + parts.rank()];
    for (int i = 0; i < dims.length; i++) {
      int inside = i - axis;
      dims[i] =
          inside < 0
              ? 0
              : inside < parts.rank()
                  ? parts.dim(inside)
                  : ShapeOperations.known(x, i - parts.rank() + 1);
    }
    return x.reshape(dims);
  }

  private static Node side(Node x, int axis, int... places) {
    Node[] parts = new Node[ShapeOperations.pieces(places.length)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = one(x, axis, places[i]);
    }
    return Node.concat(axis, parts);
  }
}
