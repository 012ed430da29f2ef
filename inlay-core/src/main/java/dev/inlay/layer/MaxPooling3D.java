package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The largest element of each channel in a window that slides over the planes, lines and columns of
 * {@code [batch, depth, height, width, channels]}.
 *
 * @param window how the window slides
 */
public record MaxPooling3D(WindowOptions window) implements Windowed<MaxPooling3D> {
  public MaxPooling3D {
    Pools.check(3, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static MaxPooling3D of(int... poolSize) {
    return new MaxPooling3D(WindowOptions.of(3, poolSize).withStrides(poolSize));
  }

  @Override
  public MaxPooling3D withWindow(WindowOptions window) {
    return new MaxPooling3D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.MAX, window, scope, inputs);
  }
}
