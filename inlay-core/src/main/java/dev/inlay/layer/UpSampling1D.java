package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * Each step of {@code [batch, steps, channels]} several times, one behind the other. A mask is
 * repeated likewise.
 *
 * @param size how many times
 */
public record UpSampling1D(int size) implements Layer {
  public UpSampling1D {
    Convolving.atLeastOne("size", size);
  }

  public static UpSampling1D of(int size) {
    return new UpSampling1D(size);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node out = Repeating.each(Convolving.spatial(1, inputs), 1, size);
    Node mask = scope.mask(inputs[0]);
    scope.mask(out, mask == null ? null : Repeating.each(mask, 1, size));
    return out;
  }
}
