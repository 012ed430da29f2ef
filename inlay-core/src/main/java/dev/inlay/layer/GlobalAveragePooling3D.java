package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The mean of each channel over the planes, lines and columns of {@code [batch, depth, height,
 * width, channels]}.
 *
 * @param keepDims whether planes, lines and columns stay as axes of length 1
 */
public record GlobalAveragePooling3D(boolean keepDims) implements Layer {
  public static GlobalAveragePooling3D of() {
    return new GlobalAveragePooling3D(false);
  }

  public GlobalAveragePooling3D withKeepDims(boolean keepDims) {
    return new GlobalAveragePooling3D(keepDims);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MEAN, 3, keepDims, scope, inputs);
  }
}
