package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Cuts elements off both ends of the lines and columns of {@code [batch, height, width, channels]}.
 *
 * @param height how many to cut off at both ends of this axis
 * @param width how many to cut off at both ends of this axis
 */
public record Cropping2D(Margin height, Margin width) implements Layer {
  /** The same on all sides. */
  public static Cropping2D of(int each) {
    return of(each, each);
  }

  /** The same at both ends of each axis. */
  public static Cropping2D of(int height, int width) {
    return new Cropping2D(Margin.of(height), Margin.of(width));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.cropped(scope, inputs, height, width);
  }
}
