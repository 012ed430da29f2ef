package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The largest element of each channel over the steps of {@code [batch, steps, channels]}, of those
 * that a mask lets count: 0 if none does. Keras drops masks here.
 *
 * @param keepDims whether the steps' axis stays with length 1
 */
public record GlobalMaxPooling1D(boolean keepDims) implements Layer {
  public static GlobalMaxPooling1D of() {
    return new GlobalMaxPooling1D(false);
  }

  public GlobalMaxPooling1D withKeepDims(boolean keepDims) {
    return new GlobalMaxPooling1D(keepDims);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MAX, 1, keepDims, scope, inputs);
  }
}
