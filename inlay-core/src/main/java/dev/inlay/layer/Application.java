package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One use of a layer in a Functional model: the layer, what goes in, what comes out. It has
 * identity: the same layer applied twice makes two of these, which share the layer's weights.
 *
 * <p>The layer is traced at once, on a graph of its own and without weights, so that what doesn't
 * fit is said where the model is written.
 */
public final class Application {
  private final Layer layer;
  private final List<Symbol> inputs;
  private final List<Symbol> outputs;

  private Application(Layer layer, List<Symbol> inputs) {
    this.layer = layer;
    this.inputs = inputs;
    this.outputs = trace();
  }

  /**
   * Applies a layer.
   *
   * @param inputs none for a layer that asks for its inputs itself, as one over raw columns does
   * @throws IllegalArgumentException naming the layer, if the inputs don't suit it
   */
  public static Application of(Layer layer, Symbol... inputs) {
    return new Application(layer, List.of(inputs));
  }

  public Layer layer() {
    return layer;
  }

  public List<Symbol> inputs() {
    return inputs;
  }

  /** All outputs; most layers have one. */
  public List<Symbol> outputs() {
    return outputs;
  }

  private List<Symbol> trace() {
    Graph graph = new Graph();
    Scope scope = Scope.sketch(graph);
    Node[] nodes = new Node[inputs.size()];
    for (int i = 0; i < nodes.length; i++) {
      Symbol in = inputs.get(i);
      String name = "%s, argument %d".formatted(in.name(), i);
      var spec = new TensorSpec(name, in.dtype(), in.shape(), in.spec().ragged());
      nodes[i] = in.isRaw() ? scope.input(spec) : graph.input(spec);
      Shape mask = in.maskShape();
      if (mask != null) {
        scope.mask(
            nodes[i], graph.input(TensorSpec.of("mask of argument " + i, DType.FLOAT32, mask)));
      }
    }
    List<Symbol> symbols = new ArrayList<>();
    for (Node out : scope.applyAll(layer, nodes)) {
      Node mask = scope.mask(out);
      String name = layer instanceof Input in ? in.spec().name() : scope.nameOf(layer);
      symbols.add(
          new Symbol(
              this,
              symbols.size(),
              new TensorSpec(name, out.dtype(), out.shape(), out.isRagged()),
              mask == null ? null : mask.shape(),
              scope.isRaw(out)));
    }
    return List.copyOf(symbols);
  }
}
