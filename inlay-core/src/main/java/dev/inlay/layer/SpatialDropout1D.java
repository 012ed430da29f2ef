package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * {@link Dropout} of whole channels of {@code [batch, steps, channels]}: a channel that is dropped
 * is 0 at all of a row's steps (Tompson and others 2015).
 *
 * @param rate the probability, from 0 to 1
 */
public record SpatialDropout1D(float rate) implements Layer {
  public SpatialDropout1D {
    Dropout.checkRate("SpatialDropout1D", rate);
  }

  public static SpatialDropout1D of(double rate) {
    return new SpatialDropout1D((float) rate);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Dropout.dropChannels(scope, rate, Inputs.ofRank(3, "[batch, steps, channels]", inputs));
  }
}
