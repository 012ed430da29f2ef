package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/** A layer whose weights training leaves alone. Made by {@link Layer#frozen}. */
public record Frozen(Layer layer) implements Wrapper {
  @Override
  public Layer around(Layer other) {
    return new Frozen(other);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return layer.outputs(scope.frozen(), inputs);
  }
}
