package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The mean of each channel in a window that slides over the lines and columns of {@code [batch,
 * height, width, channels]}. Only elements inside the edges count.
 *
 * @param window how the window slides
 */
public record AveragePooling2D(WindowOptions window) implements Windowed<AveragePooling2D> {
  public AveragePooling2D {
    Pools.check(2, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static AveragePooling2D of(int... poolSize) {
    return new AveragePooling2D(WindowOptions.of(2, poolSize).withStrides(poolSize));
  }

  @Override
  public AveragePooling2D withWindow(WindowOptions window) {
    return new AveragePooling2D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.AVERAGE, window, scope, inputs);
  }
}
