package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Each element of {@code [batch, depth, height, width, channels]} several times along each axis.
 *
 * @param depth how many times as many planes
 * @param height how many times as many lines
 * @param width how many times as many columns
 */
public record UpSampling3D(int depth, int height, int width) implements Layer {
  public UpSampling3D {
    Convolving.atLeastOne("depth", depth);
    Convolving.atLeastOne("height", height);
    Convolving.atLeastOne("width", width);
  }

  public static UpSampling3D of(int size) {
    return of(size, size, size);
  }

  public static UpSampling3D of(int depth, int height, int width) {
    return new UpSampling3D(depth, height, width);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Convolving.spatial(3, inputs);
    return Repeating.each(Repeating.each(Repeating.each(x, 1, depth), 2, height), 3, width);
  }
}
