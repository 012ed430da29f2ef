package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Movement.Slice;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Reduction.Reduce;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pool;
import dev.inlay.graph.Window.Pooling;
import java.util.List;
import java.util.stream.IntStream;

/** What pooling layers compute, over any number of axes. */
final class Pools {
  private Pools() {}

  static void check(int axes, WindowOptions window) {
    if (window.axes() != axes) {
      throw new IllegalArgumentException(
          "window sizes %s; give one for each of %d axes".formatted(window.size(), axes));
    }
    if (window.padding() == Padding.CAUSAL) {
      throw new IllegalArgumentException("a pool has no CAUSAL padding; use VALID or SAME");
    }
  }

  static List<Integer> outputSize(int axes, List<Integer> outputSize) {
    WindowOptions.atLeastOne("output sizes", outputSize);
    if (outputSize.size() != axes) {
      throw new IllegalArgumentException(
          "output sizes %s; give one for each of %d axes".formatted(outputSize, axes));
    }
    return List.copyOf(outputSize);
  }

  /** One element for each place of a window. */
  static Node sliding(Pooling pooling, WindowOptions window, Scope scope, Node... inputs) {
    Node x = Convolving.spatial(window.axes(), inputs);
    var pool = new Pool(pooling, window.size(), window.strides(), window.padding());
    Node mask = scope.mask(inputs[0]);
    if (mask == null) {
      return scope.graph().add(pool, x);
    }
    Node share = scope.graph().add(pool, mask.reshape(0, 0, 1));
    Node out =
        switch (pooling) {
          case MAX -> {
            Node counted = Masks.filled(x, mask, Float.NEGATIVE_INFINITY);
            yield Masks.zeroed(scope.graph().add(pool, counted), share);
          }
          // Of a window's mean, so much is due to the steps that count.
          case AVERAGE ->
              scope.graph().add(pool, Masks.zeroed(x, mask)).apply(Binary.DIV_NO_NAN, share);
        };
    scope.mask(out, share.greater(0).reshape(0, -1));
    return out;
  }

  /** One element for all of space: the largest or the mean. */
  static Node global(Fold fold, int axes, boolean keepDims, Scope scope, Node... inputs) {
    Node x = Convolving.spatial(axes, inputs);
    Node mask = scope.mask(inputs[0]);
    if (mask == null) {
      return fold(fold, axes, keepDims, x);
    }
    Node steps = mask.reshape(0, 0, 1);
    if (fold == Fold.MAX) {
      Node largest = fold(fold, axes, keepDims, Masks.filled(x, steps, Float.NEGATIVE_INFINITY));
      return Masks.zeroed(largest, fold(fold, axes, keepDims, steps));
    }
    Node sum = fold(Fold.SUM, axes, keepDims, Masks.zeroed(x, steps));
    return sum.div(fold(Fold.SUM, axes, keepDims, steps));
  }

  private static Node fold(Fold fold, int axes, boolean keepDims, Node x) {
    List<Integer> space = IntStream.rangeClosed(1, axes).boxed().toList();
    return x.graph().add(new Reduce(fold, space, keepDims), x);
  }

  /** One element for each of so many windows, axis by axis. */
  static Node adaptive(Fold fold, List<Integer> outputSize, Node... inputs) {
    Node x = Convolving.spatial(outputSize.size(), inputs);
    for (int axis = 1; axis <= outputSize.size(); axis++) {
      int length = Inputs.known(x, axis);
      int count = outputSize.get(axis - 1);
      Node[] windows = new Node[count];
      for (int i = 0; i < count; i++) {
        int from = (int) ((long) i * length / count);
        int to = (int) Math.ceilDiv((i + 1L) * length, (long) count);
        Node window = x.graph().add(new Slice(axis, from, to), x);
        windows[i] = x.graph().add(new Reduce(fold, List.of(axis), true), window);
      }
      x = Node.concat(axis, windows);
    }
    return x;
  }
}
