package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;

/**
 * A constant among the values of a model, with which a layer is called.
 *
 * @param value numbers in lists in lists, as Keras writes them
 * @param dtype as Keras names it
 */
public record Given(Object value, String dtype) implements Layer {
  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public String kind() {
    return "constant";
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return scope.graph().constant(Arguments.constant(value, dtype));
  }
}
