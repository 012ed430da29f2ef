package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Cuts elements off both ends of the planes, lines and columns of {@code [batch, depth, height,
 * width, channels]}.
 *
 * @param depth how many to cut off at both ends of this axis
 * @param height how many to cut off at both ends of this axis
 * @param width how many to cut off at both ends of this axis
 */
public record Cropping3D(Margin depth, Margin height, Margin width) implements Layer {
  /** The same on all sides. */
  public static Cropping3D of(int each) {
    return of(each, each, each);
  }

  /** The same at both ends of each axis. */
  public static Cropping3D of(int depth, int height, int width) {
    return new Cropping3D(Margin.of(depth), Margin.of(height), Margin.of(width));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.cropped(scope, inputs, depth, height, width);
  }
}
