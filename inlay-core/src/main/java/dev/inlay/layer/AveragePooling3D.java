package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The mean of each channel in a window that slides over the planes, lines and columns of {@code
 * [batch, depth, height, width, channels]}. Only elements inside the edges count.
 *
 * @param window how the window slides
 */
public record AveragePooling3D(WindowOptions window) implements Windowed<AveragePooling3D> {
  public AveragePooling3D {
    Pools.check(3, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static AveragePooling3D of(int... poolSize) {
    return new AveragePooling3D(WindowOptions.of(3, poolSize).withStrides(poolSize));
  }

  @Override
  public AveragePooling3D withWindow(WindowOptions window) {
    return new AveragePooling3D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.AVERAGE, window, scope, inputs);
  }
}
