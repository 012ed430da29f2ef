package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Shape;

/** The custom layer of the recorded files: each column times a factor. */
record Scale() implements Layer {
  @Override
  public Node call(Scope scope, Node... inputs) {
    int width = inputs[0].shape().last();
    return inputs[0].mul(scope.weight("factor", Shape.of(width), Initializers.ONES));
  }
}
