package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Wrapper;
import java.util.Arrays;
import java.util.List;

/**
 * A layer whose last inputs are masks of its first ones, as Keras's {@code mask} argument; they
 * stand in for whatever masks come with the values.
 *
 * @param masked for each of the masks, the place of its value
 */
public record WithMasks(Layer layer, List<Integer> masked) implements Wrapper {
  public WithMasks {
    masked = List.copyOf(masked);
  }

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
    return new WithMasks(other, masked);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node[] values = Arrays.copyOf(inputs, inputs.length - masked.size());
    for (int i = 0; i < masked.size(); i++) {
      // A node of its own, for others may use the value with another mask.
      Node value = values[masked.get(i)];
      Node own = value.reshape(new int[value.shape().rank()]);
      scope.mask(own, inputs[values.length + i]);
      values[masked.get(i)] = own;
    }
    return applied(scope, values);
  }

  private List<Node> applied(Scope scope, Node... inputs) {
    if (layer.masking() == Masking.REFUSED) {
      return new WithoutMasks(layer).outputs(scope, inputs);
    }
    List<Node> outputs = layer.outputs(scope, inputs);
    if (layer.masking() == Masking.PASSED) {
      Node mask = scope.combinedMask(inputs);
      outputs.forEach(output -> scope.mask(output, mask));
    }
    return outputs;
  }
}
