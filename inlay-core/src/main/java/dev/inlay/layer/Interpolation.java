package dev.inlay.layer;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;

/**
 * What stands between elements when an image is made larger. Elements are the middles of their
 * pixels; each new one is a weighted mean of the old ones around it, and weights of those beyond
 * the edges go to the rest. The same as {@code tf.image.resize}.
 */
public enum Interpolation {
  /** The nearest element. */
  NEAREST(0.5),
  /** Two elements along each axis, by their distance. */
  BILINEAR(1),
  /** Four elements along each axis (Keys 1981, with a = -1/2). */
  BICUBIC(2),
  /** Six elements along each axis, by a windowed sinc (Duchon 1979). */
  LANCZOS3(3),
  /** Ten elements along each axis, by a windowed sinc. */
  LANCZOS5(5);

  /** Places between two elements in TensorFlow's table of bicubic weights. */
  private static final int TABLE = 1024;

  private final double radius;

  Interpolation(double radius) {
    this.radius = radius;
  }

  /** The matrix {@code [length * times, length]} that makes an axis longer. */
  Tensor.FloatTensor weights(int length, int times) {
    float[] weights = new float[length * times * length];
    for (int to = 0; to < length * times; to++) {
      double middle = middle(to, times);
      int first = Math.max(0, (int) Math.ceil(middle - radius));
      int last = Math.min(length - 1, (int) Math.floor(middle + radius));
      double sum = 0;
      for (int from = first; from <= last; from++) {
        sum += weight(from - middle);
      }
      for (int from = first; from <= last; from++) {
        weights[to * length + from] = (float) (weight(from - middle) / sum);
      }
    }
    return Tensor.of(Shape.of(length * times, length), weights);
  }

  /** Where a new element stands among the old ones. */
  private double middle(int to, int times) {
    double middle = (to + 0.5) / times - 0.5;
    // TensorFlow looks bicubic weights up in a table.
    return this == BICUBIC ? Math.rint(middle * TABLE) / TABLE : middle;
  }

  private double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST -> 1;
      case BILINEAR -> Math.max(0, 1 - x);
      case BICUBIC ->
          x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
      case LANCZOS3, LANCZOS5 -> x < radius ? sinc(x) * sinc(x / radius) : 0;
    };
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
