package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * A layer around another one, whose place it takes: it goes by the other's kind and name, and does
 * with masks what the other does.
 */
public interface Wrapper extends Layer {
  /** What is inside. */
  Layer layer();

  /** The same around another layer. */
  Layer around(Layer other);

  /** The layer inside of the wrappers that name or freeze it. */
  static Layer unnamed(Layer layer) {
    return layer instanceof Named || layer instanceof Frozen
        ? unnamed(((Wrapper) layer).layer())
        : layer;
  }

  @Override
  List<Node> outputs(Scope scope, Node... inputs);

  @Override
  default Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  default Masking masking() {
    return layer().masking();
  }

  @Override
  default String kind() {
    return layer().kind();
  }

  @Override
  default String name() {
    return layer().name();
  }
}
