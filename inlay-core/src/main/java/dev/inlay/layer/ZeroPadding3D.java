package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Adds zeros at both ends of the planes, lines and columns of {@code [batch, depth, height, width,
 * channels]}.
 *
 * @param depth how many zeros at both ends of this axis
 * @param height how many zeros at both ends of this axis
 * @param width how many zeros at both ends of this axis
 */
public record ZeroPadding3D(Margin depth, Margin height, Margin width) implements Layer {
  /** The same on all sides. */
  public static ZeroPadding3D of(int each) {
    return of(each, each, each);
  }

  /** The same at both ends of each axis. */
  public static ZeroPadding3D of(int depth, int height, int width) {
    return new ZeroPadding3D(Margin.of(depth), Margin.of(height), Margin.of(width));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.padded(scope, inputs, depth, height, width);
  }
}
