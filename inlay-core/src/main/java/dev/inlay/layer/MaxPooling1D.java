package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Pooling;

/**
 * The largest element of each channel in a window that slides over the steps of {@code [batch,
 * steps, channels]}.
 *
 * <p>Steps that a mask doesn't let count are left out, as if they lay beyond the end. A step of the
 * output counts if its window sees one that does, and is 0 otherwise. Keras drops masks here.
 *
 * @param window how the window slides
 */
public record MaxPooling1D(WindowOptions window) implements Windowed<MaxPooling1D> {
  public MaxPooling1D {
    Pools.check(1, window);
  }

  /** Windows side by side: one length for each axis, or one for all. */
  public static MaxPooling1D of(int... poolSize) {
    return new MaxPooling1D(WindowOptions.of(1, poolSize).withStrides(poolSize));
  }

  @Override
  public MaxPooling1D withWindow(WindowOptions window) {
    return new MaxPooling1D(window);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.sliding(Pooling.MAX, window, scope, inputs);
  }
}
