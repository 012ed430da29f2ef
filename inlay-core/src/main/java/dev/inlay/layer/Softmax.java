package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * exp(x) over its sum along an axis, or several together. What a mask leaves out takes no part and
 * becomes 0; a mask may have all axes of the input, or the first ones.
 *
 * @param axis the axes; negative ones count from the end
 */
public record Softmax(List<Integer> axis) implements Layer {
  /** What Keras puts in the place of a masked input. */
  private static final float MASKED = -1e9f;

  public Softmax {
    axis = List.copyOf(axis);
    if (axis.isEmpty()) {
      throw new IllegalArgumentException("Softmax: name an axis, or leave it to be the last");
    }
  }

  /** Along the last axis. */
  public static Softmax of() {
    return of(-1);
  }

  public static Softmax of(int... axis) {
    return new Softmax(IntStream.of(axis).boxed().toList());
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    Node mask = scope.mask(inputs[0]);
    return mask == null ? of(x) : masked(x, Masks.along(mask, x));
  }

  /** The softmax of what a mask lets count, and 0 for the rest. */
  Node masked(Node x, Node mask) {
    Node y = of(mask.where(x, x.graph().constant(MASKED)));
    return mask.where(y, x.graph().constant(0));
  }

  /** The softmax of all. */
  Node of(Node x) {
    List<Integer> axes = axis.stream().map(x.shape()::axis).sorted().distinct().toList();
    if (axes.size() == 1) {
      return axes.getFirst() == x.shape().rank() - 1
          ? x.softmax()
          : new Activations.AlongAxis(Activations.SOFTMAX, axes.getFirst()).apply(x);
    }
    var max = new Reduction.Reduce(Reduction.Fold.MAX, axes, true);
    Node e = x.sub(x.graph().add(max, x).stopGradient()).exp();
    return e.div(e.sumKeepingDims(axes.stream().mapToInt(a -> a).toArray()));
  }
}
