package dev.inlay.model;

import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import java.util.List;

/** Makes models of layers one after the other. */
public final class Sequential {
  private Sequential() {}

  /**
   * A model that learns the shape of its input from the first data it sees; only then does it have
   * weights.
   */
  public static Model of(Layer... layers) {
    return Model.of(new Chain(null, List.of(layers)));
  }

  /**
   * A model that knows its input: {@code Sequential.of(Input.of("x", FLOAT32, 5), Dense.of(1))}.
   *
   * @throws IllegalArgumentException naming the first layer that its input doesn't suit
   */
  public static Model of(Symbol input, Layer... layers) {
    return Model.of(new Chain(input, List.of(layers)));
  }
}
