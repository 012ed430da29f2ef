package dev.inlay.model;

import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;

/** How layers are joined into a model. It holds no weights: tracing it twice gives two graphs. */
sealed interface Structure permits Chain, Network {
  /** Watches layers being applied. */
  @FunctionalInterface
  interface Visitor {
    /** For whom nothing is to be seen. */
    Visitor NONE = (_, _, _, _) -> {};

    /** A layer was applied, under a name that is unique within its model. */
    void applied(String name, Layer layer, List<Node> inputs, List<Node> outputs);
  }

  /** What each batch brings, in order; nothing as long as the first batch has yet to say. */
  Optional<List<TensorSpec>> inputs();

  /**
   * Applies all layers.
   *
   * @param inputs a value for each of {@link #inputs}
   */
  List<Node> trace(Scope scope, List<Node> inputs, Visitor visitor);

  /**
   * The names of the layers that give the outputs, once they are traced.
   *
   * @param scope that of the trace
   * @param count how many outputs there are
   */
  List<String> outputLayers(Scope scope, int count);

  /** The name of a model of this kind that was given none. */
  String kind();
}
