package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;

/**
 * The largest element of each channel over the planes, lines and columns of {@code [batch, depth,
 * height, width, channels]}.
 *
 * @param keepDims whether planes, lines and columns stay as axes of length 1
 */
public record GlobalMaxPooling3D(boolean keepDims) implements Layer {
  public static GlobalMaxPooling3D of() {
    return new GlobalMaxPooling3D(false);
  }

  public GlobalMaxPooling3D withKeepDims(boolean keepDims) {
    return new GlobalMaxPooling3D(keepDims);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.global(Fold.MAX, 3, keepDims, scope, inputs);
  }
}
