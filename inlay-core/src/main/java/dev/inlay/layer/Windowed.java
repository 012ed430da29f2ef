package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;

/**
 * A layer that slides a window over the axes of space of {@code [batch, space…, channels]}. Over
 * steps it reads masks; over more axes a masked input is an error.
 *
 * @param <L> the layer itself
 */
public sealed interface Windowed<L extends Windowed<L>> extends Layer
    permits Convolution,
        AveragePooling1D,
        AveragePooling2D,
        AveragePooling3D,
        MaxPooling1D,
        MaxPooling2D,
        MaxPooling3D {
  /** How the window slides. */
  WindowOptions window();

  /** The same layer with another window. */
  L withWindow(WindowOptions window);

  /** How far the window moves: one number for each axis, or one for all. */
  default L withStrides(int... strides) {
    return withWindow(window().withStrides(strides));
  }

  /** What lies beyond the edges. */
  default L withPadding(Padding padding) {
    return withWindow(window().withPadding(padding));
  }

  @Override
  default Masking masking() {
    return window().axes() == 1 ? Masking.CONSUMED : Masking.REFUSED;
  }
}
