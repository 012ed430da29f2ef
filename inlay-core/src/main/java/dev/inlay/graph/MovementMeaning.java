package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** What ops that move elements mean. */
final class MovementMeaning {
  private MovementMeaning() {}

  static Numbers of(Movement op, List<Numbers> in, Shape shape) {
    Numbers x = in.getFirst();
    return switch (op) {
      case Movement.Reshape _, Movement.ReshapeLike _ -> Numbers.fill(shape, x::at);
      case Movement.Transpose(var perm) ->
          Numbers.fill(
              shape,
              i -> {
                int[] to = Numbers.indices(i, shape);
                int[] from = new int[to.length];
                for (int axis = 0; axis < to.length; axis++) {
                  from[perm.get(axis)] = to[axis];
                }
                return x.at(Numbers.place(from, x.shape()));
              });
      case Movement.Concat(int axis) -> {
        Numbers out = Numbers.zeros(shape);
        int at = 0;
        for (Numbers part : in) {
          lay(part, out, axis, at);
          at += part.shape().dim(axis);
        }
        yield out;
      }
      case Movement.Slice s -> {
        int start = s.start(x.shape().dim(s.axis()));
        yield Numbers.fill(shape, i -> x.at(shifted(i, shape, x.shape(), s.axis(), start)));
      }
      case Movement.SliceGrad s -> {
        Numbers out = Numbers.zeros(shape);
        lay(x, out, s.axis(), s.start(shape.dim(s.axis())));
        yield out;
      }
      case Movement.Pad(int axis, int before, int _) -> {
        Numbers out = Numbers.zeros(shape);
        lay(x, out, axis, before);
        yield out;
      }
      case Movement.Reverse(int axis) ->
          Numbers.fill(
              shape,
              i -> {
                int[] indices = Numbers.indices(i, shape);
                int a = shape.axis(axis);
                indices[a] = shape.dim(a) - 1 - indices[a];
                return x.at(Numbers.place(indices, shape));
              });
    };
  }

  /** Lays a value into a larger one, from a place of an axis on. */
  private static void lay(Numbers part, Numbers whole, int axis, int from) {
    for (int i = 0; i < part.size(); i++) {
      whole.data()[shifted(i, part.shape(), whole.shape(), axis, from)] = part.at(i);
    }
  }

  private static int shifted(int place, Shape part, Shape whole, int axis, int by) {
    int[] indices = Numbers.indices(place, part);
    indices[part.axis(axis)] += by;
    return Numbers.place(indices, whole);
  }
}
