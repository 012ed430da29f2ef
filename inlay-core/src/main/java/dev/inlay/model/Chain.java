package dev.inlay.model;

import dev.inlay.graph.Node;
import dev.inlay.layer.DataReader;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Wrapper;
import dev.inlay.tensor.TensorSpec;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One layer after the other.
 *
 * @param input what goes in; null if the first batch says
 */
record Chain(@Nullable Symbol input, List<Layer> layers) implements Structure {
  Chain {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a Sequential model has one layer or more");
    }
    if (input != null) {
      Symbol value = input;
      for (Layer layer : layers) {
        value = value.to(layer);
      }
    }
  }

  @Override
  public Optional<List<TensorSpec>> inputs() {
    return input != null
        ? Optional.of(List.of(input.spec()))
        : switch (Wrapper.unnamed(layers.getFirst())) {
          case DataReader _ -> Optional.of(List.of());
          case Model model -> model.structure().inputs();
          default -> Optional.empty();
        };
  }

  @Override
  public List<Node> trace(Scope scope, List<Node> inputs, Visitor visitor) {
    List<Node> values = inputs;
    for (Layer layer : layers) {
      String name = scope.nameOf(layer);
      List<Node> outputs = scope.applyAll(name, layer, values.toArray(Node[]::new));
      visitor.applied(name, layer, values, outputs);
      values = outputs;
    }
    return values;
  }

  @Override
  public List<String> outputLayers(Scope scope, int count) {
    return Collections.nCopies(count, scope.nameOf(layers.getLast()));
  }

  @Override
  public String kind() {
    return "sequential";
  }
}
