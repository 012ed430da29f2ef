package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Adds zeros at both ends of the lines and columns of {@code [batch, height, width, channels]}.
 *
 * @param height how many zeros at both ends of this axis
 * @param width how many zeros at both ends of this axis
 */
public record ZeroPadding2D(Margin height, Margin width) implements Layer {
  /** The same on all sides. */
  public static ZeroPadding2D of(int each) {
    return of(each, each);
  }

  /** The same at both ends of each axis. */
  public static ZeroPadding2D of(int height, int width) {
    return new ZeroPadding2D(Margin.of(height), Margin.of(width));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.padded(scope, inputs, height, width);
  }
}
