package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What the layers that make one value of several have in common. */
final class Merging {
  private Merging() {}

  /** Inputs folded from the first to the last; the result counts where any input does. */
  static Node fold(Scope scope, BinaryOperator<Node> function, Node... inputs) {
    Node[] all = Inputs.aligned(inputs);
    Node out = all[0];
    for (int i = 1; i < all.length; i++) {
      out = function.apply(out, all[i]);
    }
    scope.mask(out, Masks.ofAny(scope, inputs));
    return out;
  }

  /**
   * Inputs folded by a function that gives back what it is given twice, where masked steps of an
   * input stand back behind what the other has there.
   */
  static Node ofCounted(Scope scope, BinaryOperator<Node> function, Node... inputs) {
    Node[] all = Inputs.aligned(inputs);
    Node out = all[0];
    Node counted = scope.mask(inputs[0]);
    for (int i = 1; i < all.length; i++) {
      Node mask = scope.mask(inputs[i]);
      Node x = chosen(mask, all[i], out);
      out = function.apply(chosen(counted, out, x), x);
      counted = Masks.either(counted, mask);
    }
    scope.mask(out, counted);
    return out;
  }

  /** The product of what counts: masked steps are ones, or zeros where no input counts. */
  static Node product(Scope scope, Node... inputs) {
    Node[] all = Inputs.aligned(inputs);
    Node out = factor(scope, inputs[0], all[0]);
    for (int i = 1; i < all.length; i++) {
      out = out.mul(factor(scope, inputs[i], all[i]));
    }
    Node counted = Masks.ofAny(scope, inputs);
    out = chosen(counted, out, number(out, 0));
    scope.mask(out, counted);
    return out;
  }

  private static Node factor(Scope scope, Node input, Node x) {
    return chosen(scope.mask(input), x, number(x, 1));
  }

  private static Node chosen(@Nullable Node mask, Node counted, Node otherwise) {
    return mask == null ? counted : Masks.along(mask, counted).where(counted, otherwise);
  }

  private static Node number(Node like, int value) {
    return like.dtype() == DType.INT32
        ? like.graph().constant(Tensor.of(Shape.SCALAR, value))
        : like.graph().constant((float) value);
  }
}
