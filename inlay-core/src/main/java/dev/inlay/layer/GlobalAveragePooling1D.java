package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * The mean over the steps of {@code [batch, steps, channels]}, of those that a mask lets count. As
 * in Keras, a row in which none counts gives NaN.
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
    Node x = Inputs.ofRank(3, "[batch, steps, channels]", inputs);
    Node mask = scope.mask(inputs[0]);
    if (mask == null) {
      return keepDims ? x.meanKeepingDims(1) : x.mean(1);
    }
    Node counted = mask.reshape(0, 0, 1);
    Node mean = x.mul(counted).sum(1).div(counted.sum(1));
    return keepDims ? mean.reshape(0, 1, Inputs.known(x, -1)) : mean;
  }
}
