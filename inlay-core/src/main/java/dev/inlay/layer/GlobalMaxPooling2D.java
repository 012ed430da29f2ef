package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The largest element of each channel over the lines and columns of {@code [batch, height, width,
 * channels]}.
 *
 * @param keepDims whether lines and columns stay as axes of length 1
 */
public record GlobalMaxPooling2D(boolean keepDims) implements Layer {
  public static GlobalMaxPooling2D of() {
    return new GlobalMaxPooling2D(false);
  }

  public GlobalMaxPooling2D withKeepDims(boolean keepDims) {
    return new GlobalMaxPooling2D(keepDims);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MAX, 2, keepDims, scope, inputs);
  }
}
