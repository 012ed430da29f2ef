package dev.inlay.layer;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;

/**
 * Two lengths, at both ends of an axis.
 *
 * @param before at its start
 * @param after at its end
 */
public record Margin(int before, int after) {
  public Margin {
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "%d before and %d after; give 0 or more".formatted(before, after));
    }
  }

  /** The same at both ends. */
  public static Margin of(int each) {
    return new Margin(each, each);
  }

  /** The only input without the margins of its axes of space. */
  static Node cropped(Scope scope, Node[] inputs, Margin... margins) {
    Node x = spatial(margins.length, inputs);
    Node mask = scope.mask(inputs[0]);
    for (int axis = 1; axis <= margins.length; axis++) {
      x = margins[axis - 1].crop(x, axis);
    }
    scope.mask(x, mask == null ? null : margins[0].crop(mask, 1));
    return x;
  }

  /** The only input with zeros around its axes of space. */
  static Node padded(Scope scope, Node[] inputs, Margin... margins) {
    Node x = spatial(margins.length, inputs);
    Node mask = scope.mask(inputs[0]);
    for (int axis = 1; axis <= margins.length; axis++) {
      x = margins[axis - 1].pad(x, axis);
    }
    scope.mask(x, mask == null ? null : margins[0].pad(mask, 1));
    return x;
  }

  private Node crop(Node x, int axis) {
    int length = x.shape().dim(axis);
    if (length != Shape.UNKNOWN && before + after >= length) {
      throw new IllegalArgumentException(
          "%d and %d can't be cut off an axis of %d; something has to be left"
              .formatted(before, after, length));
    }
    int end = after == 0 ? Movement.Slice.END : -after;
    return x.graph().add(new Movement.Slice(axis, before, end), x);
  }

  private Node pad(Node x, int axis) {
    return x.graph().add(new Movement.Pad(axis, before, after), x);
  }

  /** The only input, of any type. */
  private static Node spatial(int axes, Node... inputs) {
    Node x = Inputs.one(inputs);
    Convolving.spatial(axes, inputs);
    return x;
  }
}
