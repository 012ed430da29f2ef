package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * The largest element of each channel over the steps of {@code [batch, steps, channels]}.
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
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.ofRank(3, "[batch, steps, channels]", inputs);
    Node max = x.reduceMax(1);
    return keepDims ? max.reshape(0, 1, Inputs.known(x, -1)) : max;
  }
}
