package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;

/** Repeats elements along an axis. */
final class Repeating {
  private Repeating() {}

  /** Each place of an axis n times, one behind the other. */
  static Node each(Node x, int axis, int n) {
    if (n == 1) {
      return x;
    }
    Shape shape = x.shape();
    int[] split = new int[shape.rank() + 1];
    int[] joined = new int[shape.rank()];
    for (int i = 0; i < joined.length; i++) {
      int length = i < axis ? 0 : shape.dim(i);
      split[i <= axis ? i : i + 1] = i == axis ? 0 : length;
      joined[i] = i == axis && length != Shape.UNKNOWN ? length * n : length;
    }
    split[axis + 1] = 1;
    int[] ones = new int[split.length - axis - 1];
    Arrays.fill(ones, 1);
    ones[0] = n;
    Node copies = x.graph().constant(Tensor.full(Shape.of(ones), 1));
    return x.reshape(split).mul(copies).reshape(joined);
  }
}
