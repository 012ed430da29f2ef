package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The largest element of each channel in a window that slides over the lines and columns of {@code
 * [batch, height, width, channels]}.
 *
 * @param window how the window slides
 */
public record MaxPooling2D(WindowOptions window) implements Windowed<MaxPooling2D> {
  public MaxPooling2D {
    Pools.check(2, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static MaxPooling2D of(int... poolSize) {
    return new MaxPooling2D(WindowOptions.of(2, poolSize).withStrides(poolSize));
  }

  @Override
  public MaxPooling2D withWindow(WindowOptions window) {
    return new MaxPooling2D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.MAX, window, scope, inputs);
  }
}
