package dev.inlay.graph;

import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.Shape;
import java.util.List;

/** Shape rules of convolution and pooling. */
final class WindowRules {
  private WindowRules() {}

  /** Checks sizes given for each axis of space. */
  static List<Integer> sizes(String what, List<Integer> sizes, int axes) {
    if (sizes.size() != axes || axes < 1 || axes > 3 || sizes.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "%s are %s; give one length of 1 or more for each of the 1 to 3 axes of space"
              .formatted(what, sizes));
    }
    return List.copyOf(sizes);
  }

  static Shape conv(List<Shape> inputs, Conv conv) {
    Rules.arity(conv, inputs, 2);
    Shape x = inputs.get(0);
    Shape kernel = inputs.get(1);
    int space = conv.strides().size();
    if (x.rank() != space + 2
        || kernel.rank() != space + 2
        || x.last() != kernel.dim(space) * conv.groups()
        || kernel.last() % conv.groups() != 0) {
      throw new IllegalArgumentException(
          "Conv wants x [batch, space…, channels] and a kernel [size…, channels / %d, filters], got %s and %s"
              .formatted(conv.groups(), x, kernel));
    }
    Shape out = x.withDim(-1, kernel.last());
    for (int i = 0; i < space; i++) {
      int reach = reach(conv, kernel, i);
      out = out.withDim(1 + i, windows(x.dim(1 + i), reach, conv.strides().get(i), conv.padding()));
    }
    return out;
  }

  static Shape convTranspose(List<Shape> inputs, Window.ConvTranspose op) {
    Rules.arity(op, inputs, 2);
    Conv conv = op.conv();
    Shape x = inputs.get(0);
    Shape kernel = inputs.get(1);
    int space = conv.strides().size();
    if (x.rank() != space + 2
        || kernel.rank() != space + 2
        || x.last() != kernel.last()
        || kernel.last() % conv.groups() != 0) {
      throw new IllegalArgumentException(
          "ConvTranspose wants x [batch, space…, channels] and a kernel [size…, filters, channels], got %s and %s"
              .formatted(x, kernel));
    }
    Shape out = x.withDim(-1, kernel.dim(space) * conv.groups());
    for (int i = 0; i < space; i++) {
      int reach = reach(conv, kernel, i);
      out = out.withDim(1 + i, spread(x.dim(1 + i), reach, conv.strides().get(i), op, i));
    }
    return out;
  }

  /** How long an axis becomes over which windows are spread. */
  private static int spread(int windows, int reach, int stride, Window.ConvTranspose op, int axis) {
    if (windows == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    boolean given = !op.outputPadding().isEmpty();
    int more = given ? op.outputPadding().get(axis) : Math.max(0, stride - reach);
    if (op.conv().padding() == Padding.VALID) {
      return (windows - 1) * stride + reach + more;
    }
    if (given && reach % 2 == 0 && more == 0) {
      throw new IllegalArgumentException(
          "SAME padding, a window of %d and output padding 0 leave no room for the last window; give 1 or more"
              .formatted(reach));
    }
    return given ? (windows - 1) * stride + reach % 2 + more : windows * stride;
  }

  /** How many places a window covers, from the first that it sees to the last. */
  static int reach(Conv conv, Shape kernel, int axis) {
    return (kernel.dim(axis) - 1) * conv.dilations().get(axis) + 1;
  }

  static Shape pool(Shape x, Window.Pool pool) {
    int space = pool.size().size();
    if (x.rank() != space + 2) {
      throw new IllegalArgumentException(
          "%s over %d axes wants [batch, space…, channels], got %s"
              .formatted(pool.name(), space, x));
    }
    Shape out = x;
    for (int i = 0; i < space; i++) {
      out =
          out.withDim(
              1 + i,
              windows(x.dim(1 + i), pool.size().get(i), pool.strides().get(i), pool.padding()));
    }
    return out;
  }

  /** How many places a window of the given reach has along an axis. */
  static int windows(int length, int reach, int stride, Padding padding) {
    if (length == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    if (padding != Padding.VALID) {
      return Math.ceilDiv(length, stride);
    }
    if (length < reach) {
      throw new IllegalArgumentException(
          "a window of %d doesn't fit into %d steps; pad the input or use a smaller kernel"
              .formatted(reach, length));
    }
    return (length - reach) / stride + 1;
  }
}
