package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Cuts elements off both ends of the steps of {@code [batch, steps, channels]}. A mask is cut
 * likewise.
 *
 * @param steps how many to cut off at both ends of this axis
 */
public record Cropping1D(Margin steps) implements Layer {
  /** The same at both ends. */
  public static Cropping1D of(int each) {
    return new Cropping1D(Margin.of(each));
  }

  public static Cropping1D of(int before, int after) {
    return new Cropping1D(new Margin(before, after));
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.cropped(scope, inputs, steps);
  }
}
