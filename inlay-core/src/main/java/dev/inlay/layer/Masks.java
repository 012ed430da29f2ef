package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Masks of values: ones and zeros over their first axes. */
final class Masks {
  private Masks() {}

  /** A mask with axes of length 1 at its end, until it has as many as the value. */
  static Node along(Node mask, Node value) {
    int rank = mask.shape().rank();
    if (rank == value.shape().rank()) {
      return mask;
    }
    int[] dims = new int[value.shape().rank()];
    Arrays.fill(dims, rank, dims.length, 1);
    return mask.reshape(dims);
  }

  /** A value with zeros in the place of steps that don't count. */
  static Node zeroed(Node x, @Nullable Node mask) {
    return filled(x, mask, 0);
  }

  /** A value with one number in the place of all steps that don't count. */
  static Node filled(Node x, @Nullable Node mask, float value) {
    return mask == null ? x : along(mask, x).where(x, x.graph().constant(value));
  }

  /** What counts in either; null if one is null, for all of that counts. */
  static @Nullable Node either(@Nullable Node a, @Nullable Node b) {
    return a == null || b == null ? null : a == b ? a : a.apply(Binary.OR, b);
  }

  /** What counts in any of the inputs; null if all of one counts. */
  static @Nullable Node ofAny(Scope scope, Node... inputs) {
    Node any = scope.mask(inputs[0]);
    for (Node input : inputs) {
      any = either(any, scope.mask(input));
    }
    return any;
  }

  /** The mask of a value of which all counts, over its first axes. */
  static Node all(Node value, int rank) {
    Node first = value;
    for (int axis = rank; axis < value.shape().rank(); axis++) {
      first = first.slice(axis, 0, 1);
    }
    return Inputs.full(1, first.reshape(new int[rank]));
  }
}
