package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * A function of a layer's output: one of {@link Activations}, or any of your own, {@code x ->
 * x.mul(x.sigmoid())}. A model with a function of your own can be saved only if the function is a
 * record or an enum.
 */
@FunctionalInterface
public interface ActivationFunction {
  Node apply(Node x);
}
