package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;

/**
 * Leaves steps out whose features all have one value: their mask is 0 for the layers behind, and
 * the features become zeros.
 *
 * <p>Within a {@link Layer} its name is that of {@link Layer.Masking}, so the class is written with
 * its package there.
 *
 * @param maskValue the value
 */
public record Masking(float maskValue) implements Layer {
  /** Steps of zeros are left out. */
  public static dev.inlay.layer.Masking of() {
    return of(0);
  }

  public static dev.inlay.layer.Masking of(double maskValue) {
    return new dev.inlay.layer.Masking((float) maskValue);
  }

  @Override
  public Layer.Masking masking() {
    return Layer.Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    Node differs = x.apply(Binary.EQUAL, scope.graph().constant(maskValue)).apply(Unary.NOT);
    Node mask = differs.reduceMax(-1);
    Node out = Masks.zeroed(x, mask);
    scope.mask(out, mask);
    return out;
  }
}
