package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Shape rules that ops share. */
final class Rules {
  private Rules() {}

  static void arity(Op op, List<Shape> inputs, int wanted) {
    if (inputs.size() != wanted) {
      throw new IllegalArgumentException(
          "%s takes %d inputs, got %d".formatted(op.name(), wanted, inputs.size()));
    }
  }

  /** Checks the types of an op's inputs; the result of such an op is of floats. */
  static DType types(Op op, List<DType> inputs, List<DType> wanted) {
    if (!inputs.equals(wanted)) {
      throw new IllegalArgumentException(
          "%s takes %s, got %s; cast what differs".formatted(op.name(), wanted, inputs));
    }
    return DType.FLOAT32;
  }

  static void positive(String what, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("%s is %d; give 1 or more".formatted(what, n));
    }
  }

  /** Refuses an input whose shape isn't the one wanted. */
  static void like(Op op, String what, Shape wanted, Shape got) {
    if (!wanted.accepts(got)) {
      throw new IllegalArgumentException(
          "%s wants %s of shape %s, got %s".formatted(op.name(), what, wanted, got));
    }
  }

  static Shape one(Op op, List<Shape> inputs) {
    arity(op, inputs, 1);
    return inputs.getFirst();
  }

  static Shape atLeast(Op op, List<Shape> inputs, int rank) {
    Shape in = one(op, inputs);
    if (in.rank() < rank) {
      throw new IllegalArgumentException(
          "%s wants %d axes or more, got shape %s".formatted(op.name(), rank, in));
    }
    return in;
  }

  static Shape without(Shape shape, int axis) {
    int[] dims = shape.dims();
    System.arraycopy(dims, axis + 1, dims, axis, dims.length - axis - 1);
    return Shape.of(Arrays.copyOf(dims, dims.length - 1));
  }

  static List<Integer> range(int to) {
    return IntStream.range(0, to).boxed().toList();
  }

  static Shape reshape(Shape in, List<Integer> dims) {
    int[] out = new int[dims.size()];
    int infer = -1;
    for (int i = 0; i < out.length; i++) {
      out[i] = dims.get(i) == 0 && i < in.rank() ? in.dim(i) : dims.get(i);
      if (dims.get(i) == -1) {
        infer = i;
      }
    }
    // Axes that are copied cancel, known or not; what is left must be known to say more.
    long from = 1;
    long to = 1;
    boolean known = true;
    for (int i = 0; i < in.rank(); i++) {
      boolean copied = i < out.length && dims.get(i) == 0;
      if (!copied) {
        known &= in.dim(i) != Shape.UNKNOWN;
        from *= in.dim(i);
      }
    }
    for (int i = 0; i < out.length; i++) {
      boolean copied = i < in.rank() && dims.get(i) == 0;
      if (!copied && i != infer) {
        to *= out[i];
      }
    }
    if (known && (infer < 0 ? from != to : to == 0 || from % to != 0)) {
      throw new IllegalArgumentException(
          "shape %s can't be reshaped to %s: %,d elements are not %,d%s"
              .formatted(in, dims, from, to, infer < 0 ? "" : " times a whole number"));
    }
    if (infer >= 0) {
      out[infer] = known ? (int) (from / to) : Shape.UNKNOWN;
    }
    return Shape.of(out);
  }

  static Shape concat(List<Shape> inputs, int axis) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("nothing to concatenate; give one input or more");
    }
    Shape first = inputs.getFirst();
    int a = first.axis(axis);
    int length = 0;
    Shape out = first;
    for (Shape s : inputs) {
      if (s.rank() != first.rank() || !first.withDim(a, 0).accepts(s.withDim(a, 0))) {
        throw new IllegalArgumentException(
            "can't concatenate shapes %s along axis %d: all other axes must be equal"
                .formatted(inputs, axis));
      }
      length = length == Shape.UNKNOWN || s.dim(a) == Shape.UNKNOWN ? -1 : length + s.dim(a);
      for (int i = 0; i < out.rank(); i++) {
        if (i != a && out.dim(i) == Shape.UNKNOWN) {
          out = out.withDim(i, s.dim(i));
        }
      }
    }
    return out.withDim(a, length);
  }

  static Shape slice(Shape in, Movement.Slice slice) {
    int length = in.dim(slice.axis());
    if (length == Shape.UNKNOWN) {
      boolean fromEnd = slice.from() < 0;
      boolean toEnd = slice.to() < 0 || slice.to() == Movement.Slice.END;
      if (fromEnd != toEnd) {
        return in;
      }
      // Counted from one side, the difference is the same whatever the length.
      int part = slice.end(0) - slice.start(0);
      if (part < 0) {
        throw badSlice(in, slice);
      }
      return in.withDim(slice.axis(), part);
    }
    int start = slice.start(length);
    int end = slice.end(length);
    if (start < 0 || start > end || end > length) {
      throw badSlice(in, slice);
    }
    return in.withDim(slice.axis(), end - start);
  }

  private static IllegalArgumentException badSlice(Shape in, Movement.Slice slice) {
    return new IllegalArgumentException(
        "slice %d to %s of axis %d of shape %s"
            .formatted(
                slice.from(),
                slice.to() == Movement.Slice.END ? "its end" : slice.to(),
                slice.axis(),
                in));
  }

  static Shape matMul(List<Shape> inputs, boolean transposeA, boolean transposeB) {
    if (inputs.size() != 2 || inputs.get(0).rank() < 2 || inputs.get(1).rank() < 2) {
      throw new IllegalArgumentException("MatMul takes two inputs of two axes or more: " + inputs);
    }
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    int m = a.dim(transposeA ? -1 : -2);
    int ka = a.dim(transposeA ? -2 : -1);
    int kb = b.dim(transposeB ? -1 : -2);
    int n = b.dim(transposeB ? -2 : -1);
    if (ka != kb && ka != Shape.UNKNOWN && kb != Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "MatMul of shapes %s%s and %s%s: inner axes are %d and %d"
              .formatted(
                  a, transposeA ? " transposed" : "", b, transposeB ? " transposed" : "", ka, kb));
    }
    Shape batch = a.slice(0, a.rank() - 2).broadcast(b.slice(0, b.rank() - 2));
    return batch.append(m).append(n);
  }

  static int[] rowDims(Op op, Shape table) {
    if (table.rank() < 1) {
      throw new IllegalArgumentException(
          "%s wants a table of one axis or more, got shape %s".formatted(op.name(), table));
    }
    return Arrays.copyOfRange(table.dims(), 1, table.rank());
  }

  static int width(Op op, Shape table) {
    if (table.rank() != 2) {
      throw new IllegalArgumentException(
          "%s wants a table [rows, width], got shape %s".formatted(op.name(), table));
    }
    return table.dim(1);
  }

  static int units(Op op, Shape z, Shape recurrent, int gates) {
    int units = recurrent.dim(0);
    if (z.rank() != 3
        || recurrent.rank() != 2
        || z.dim(2) != gates * units
        || recurrent.dim(1) != gates * units) {
      throw new IllegalArgumentException(
          "%s wants [batch, time, %d u] and [u, %d u], got %s and %s"
              .formatted(op.name(), gates, gates, z, recurrent));
    }
    return units;
  }
}
