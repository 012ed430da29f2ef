package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * A layer that has the weights of another one, as where a layer of Keras's is called in more than
 * one way, {@code attention(x, x, use_causal_mask=True)} and {@code attention(x, x)}: what Keras
 * says in the call is a setting here, so that there are several layers, with weights in common.
 *
 * @param layer with the settings of this call
 * @param first the layer whose weights they are
 */
public record CalledAs(Layer layer, Layer first) implements Wrapper {
  @Override
  public Layer identity() {
    return first.identity();
  }

  @Override
  public Layer around(Layer other) {
    return new CalledAs(other, first);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return layer.outputs(scope, inputs);
  }
}
