package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/** A layer whose weights training leaves alone. Made by {@link Layer#frozen}. */
public record Frozen(Layer layer) implements Layer {
  @Override
  public Node call(Scope scope, Node... inputs) {
    return layer.call(scope.frozen(), inputs);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return layer.outputs(scope.frozen(), inputs);
  }

  @Override
  public Masking masking() {
    return layer.masking();
  }

  @Override
  public String kind() {
    return layer.kind();
  }

  @Override
  public String name() {
    return layer.name();
  }
}
