package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;

/**
 * A first matrix with the same value on its diagonal and zeros elsewhere.
 *
 * @param gain the value
 */
public record IdentityInitializer(float gain) implements Initializer {
  public static IdentityInitializer of() {
    return new IdentityInitializer(1);
  }

  public static IdentityInitializer of(float gain) {
    return new IdentityInitializer(gain);
  }

  @Override
  public void fill(Variable variable, long key) {
    Shape shape = variable.shape();
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "IdentityInitializer wants a matrix, \"%s\" has shape %s"
              .formatted(variable.path(), shape));
    }
    int columns = shape.last();
    variable.values().fill(i -> i / columns == i % columns ? gain : 0);
  }
}
