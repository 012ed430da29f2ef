package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The mean of each channel over the lines and columns of {@code [batch, height, width, channels]}.
 *
 * @param keepDims whether lines and columns stay as axes of length 1
 */
public record GlobalAveragePooling2D(boolean keepDims) implements Layer {
  public static GlobalAveragePooling2D of() {
    return new GlobalAveragePooling2D(false);
  }

  public GlobalAveragePooling2D withKeepDims(boolean keepDims) {
    return new GlobalAveragePooling2D(keepDims);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MEAN, 2, keepDims, scope, inputs);
  }
}
