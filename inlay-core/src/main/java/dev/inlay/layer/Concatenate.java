package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * Inputs side by side along an axis; their other axes are equal.
 *
 * @param axis which axis, not the batch's; a negative one counts from the end
 */
public record Concatenate(int axis) implements Layer {
  public Concatenate {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "Concatenate(axis 0): rows of a batch stay apart; choose an axis of the row");
    }
  }

  /** Along the last axis. */
  public static Concatenate of() {
    return new Concatenate(-1);
  }

  /** Along the axis given. */
  public static Concatenate of(int axis) {
    return new Concatenate(axis);
  }

  /** Values of a Functional model side by side along the last axis. */
  public static Symbol of(Symbol... inputs) {
    return of().on(inputs);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    List<Node> all = Inputs.several(inputs);
    Node out = Node.concat(axis, all.toArray(Node[]::new));
    Node mask = scope.combinedMask(inputs);
    if (mask != null && out.shape().axis(axis) < mask.shape().rank()) {
      Node[] parts = new Node[inputs.length];
      for (int i = 0; i < parts.length; i++) {
        Node part = scope.mask(inputs[i]);
        parts[i] = part == null ? ones(inputs[i], mask.shape().rank()) : part;
      }
      mask = Node.concat(axis, parts);
    }
    scope.mask(out, mask);
    return out;
  }

  /** The mask of a value of which all counts, over its first axes. */
  private static Node ones(Node value, int rank) {
    Node first = value;
    for (int axis = rank; axis < value.shape().rank(); axis++) {
      first = first.slice(axis, 0, 1);
    }
    return Inputs.full(1, first.reshape(new int[rank]));
  }
}
