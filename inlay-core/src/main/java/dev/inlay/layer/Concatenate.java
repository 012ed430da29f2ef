package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inputs side by side along an axis; their other axes are equal. Masks stand side by side too if
 * the axis is that of the steps; else a step counts if it does in any input. A mask that says of
 * each number whether it counts becomes one of the rows over the last axis: those in which any
 * does.
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
    scope.mask(out, mask(scope, out.shape().axis(axis), inputs));
    return out;
  }

  private @Nullable Node mask(Scope scope, int along, Node... inputs) {
    int rank =
        Arrays.stream(inputs)
            .map(scope::mask)
            .mapToInt(m -> m == null ? 0 : m.shape().rank())
            .max()
            .orElse(0);
    if (rank == 0) {
      return null;
    }
    Node[] parts = new Node[inputs.length];
    for (int i = 0; i < parts.length; i++) {
      Node all = Masks.all(inputs[i], rank);
      Node part = scope.mask(inputs[i]);
      parts[i] = part == null ? all : part.shape().rank() < rank ? along(part, all) : part;
    }
    if (along >= rank) {
      return Arrays.stream(parts).reduce((a, b) -> a.apply(Binary.OR, b)).orElseThrow();
    }
    Node beside = Node.concat(along, parts);
    return rank < inputs[0].shape().rank() ? beside : beside.reduceMax(-1);
  }

  private static Node along(Node mask, Node all) {
    return Masks.along(mask, all).mul(all);
  }
}
