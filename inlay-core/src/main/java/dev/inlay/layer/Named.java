package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/** A layer under a name that the user gave. Made by {@link Layer#named}. */
public record Named(String name, Layer layer) implements Wrapper {
  public Named {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException(
          "a layer's name is a word without \"/\", got \"" + name + "\"");
    }
  }

  @Override
  public Layer around(Layer other) {
    return new Named(name, other);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return layer.outputs(scope, inputs);
  }
}
