package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * {@link Dropout} of whole channels of {@code [batch, rows, columns, channels]}: a channel that is
 * dropped is 0 at all of a row's places (Tompson and others 2015).
 *
 * @param rate the probability, from 0 to 1
 */
public record SpatialDropout2D(float rate) implements Layer {
  public SpatialDropout2D {
    Dropout.checkRate("SpatialDropout2D", rate);
  }

  public static SpatialDropout2D of(double rate) {
    return new SpatialDropout2D((float) rate);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Dropout.dropChannels(
        scope, rate, Inputs.ofRank(4, "[batch, rows, columns, channels]", inputs));
  }
}
