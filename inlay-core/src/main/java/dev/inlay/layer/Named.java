package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/** A layer under a name that the user gave. Made by {@link Layer#named}. */
public record Named(String name, Layer layer) implements Layer {
  public Named {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException(
          "a layer's name is a word without \"/\", got \"" + name + "\"");
    }
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return layer.call(scope, inputs);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return layer.outputs(scope, inputs);
  }

  @Override
  public Masking masking() {
    return layer.masking();
  }

  @Override
  public String kind() {
    return layer.kind();
  }
}
