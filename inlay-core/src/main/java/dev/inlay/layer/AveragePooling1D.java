package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The mean of each channel in a window that slides over the steps of {@code [batch, steps,
 * channels]}. Only elements inside the edges count.
 *
 * <p>Steps that a mask doesn't let count are left out, as if they lay beyond the end. A step of the
 * output counts if its window sees one that does, and is 0 otherwise. Keras drops masks here.
 *
 * @param window how the window slides
 */
public record AveragePooling1D(WindowOptions window) implements Windowed<AveragePooling1D> {
  public AveragePooling1D {
    Pools.check(1, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static AveragePooling1D of(int... poolSize) {
    return new AveragePooling1D(WindowOptions.of(1, poolSize).withStrides(poolSize));
  }

  @Override
  public AveragePooling1D withWindow(WindowOptions window) {
    return new AveragePooling1D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.AVERAGE, window, scope, inputs);
  }
}
