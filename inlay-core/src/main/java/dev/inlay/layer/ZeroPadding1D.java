package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Adds zeros at both ends of the steps of {@code [batch, steps, channels]}. They don't count where
 * there is a mask.
 *
 * @param steps how many zeros at both ends of this axis
 */
public record ZeroPadding1D(Margin steps) implements Layer {
  /** The same at both ends. */
  public static ZeroPadding1D of(int each) {
    return new ZeroPadding1D(Margin.of(each));
  }

  public static ZeroPadding1D of(int before, int after) {
    return new ZeroPadding1D(new Margin(before, after));
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Margin.padded(scope, inputs, steps);
  }
}
