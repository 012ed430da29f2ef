package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The mean of each channel over the steps of {@code [batch, steps, channels]}, of those that a mask
 * lets count. As in Keras, a row in which none counts gives NaN.
 *
 * @param keepDims whether the steps' axis stays with length 1
 */
public record GlobalAveragePooling1D(boolean keepDims) implements Layer {
  public static GlobalAveragePooling1D of() {
    return new GlobalAveragePooling1D(false);
  }

  public GlobalAveragePooling1D withKeepDims(boolean keepDims) {
    return new GlobalAveragePooling1D(keepDims);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MEAN, 1, keepDims, scope, inputs);
  }
}
