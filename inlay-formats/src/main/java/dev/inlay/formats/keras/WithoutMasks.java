package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Wrapper;
import java.util.List;

/**
 * A layer that takes masked steps like all others, and at which masks end. Keras warns of this and
 * goes on; our layers refuse it by themselves.
 */
public record WithoutMasks(Layer layer) implements Wrapper {
  @Override
  public Layer identity() {
    return layer.identity();
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Layer around(Layer other) {
    return new WithoutMasks(other);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node[] values = inputs.clone();
    for (int i = 0; i < values.length; i++) {
      if (scope.mask(values[i]) != null) {
        // A node of its own, for others may want the mask.
        values[i] = values[i].reshape(new int[values[i].shape().rank()]);
      }
    }
    return layer.outputs(scope, values);
  }
}
