package dev.inlay.formats.keras;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value within a graph of layers.
 *
 * @param layer the name of the layer whose output it is
 * @param node which of the layer's calls, from 0
 * @param output which of the call's outputs, from 0
 */
record TensorRef(String layer, int node, int output) {
  /** Reads {@code ["dense", 0, 0]}. */
  static TensorRef of(@Nullable Object tree) {
    if (tree instanceof List<?> list
        && list.size() >= 3
        && list.get(0) instanceof String layer
        && list.get(1) instanceof Number node
        && list.get(2) instanceof Number output) {
      return new TensorRef(layer, node.intValue(), output.intValue());
    }
    throw new IllegalArgumentException(
        "wanted a value as [layer, call, output], got %s".formatted(tree));
  }

  @Override
  public String toString() {
    return "output %d of call %d of layer \"%s\"".formatted(output, node, layer);
  }
}
