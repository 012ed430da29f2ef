package dev.inlay.engine;

import dev.inlay.kernel.Patches;
import java.util.Arrays;

/**
 * Steps for a convolution of each channel for itself, where matrices would have a single column:
 * all channels of a pixel are multiplied at once. With several filters for a channel, pixels are
 * made as wide as the result, each channel repeated.
 */
final class DepthwiseSteps {
  private DepthwiseSteps() {}

  /** Which of the three is computed from the other two. */
  private enum Part {
    INPUT,
    KERNEL,
    RESULT
  }

  /**
   * The lengths.
   *
   * @param places of pixels that are as wide as the result's
   * @param pixels in an image
   * @param filters for each channel
   */
  private record Lengths(Places places, int pixels, int channels, int filters) {
    static Lengths of(Convolution c) {
      Patches p = c.patches();
      int channels = c.groups();
      var wide = new Patches(p.depth(), p.height(), p.width(), c.filters(), c.filters());
      return new Lengths(
          new Places(wide), p.imageSize() / channels, channels, c.filters() / channels);
    }

    boolean widens() {
      return filters > 1;
    }

    /** Floats in a pixel of the result. */
    int width() {
      return channels * filters;
    }

    /** Floats in an image. */
    int image() {
      return pixels * channels;
    }

    /** Floats in an image's result. */
    int result() {
      return places.windows() * width();
    }

    /** Adds all products of one image to the part that is computed. */
    void add(Part to, Frame f, float[] xs, int x, float[] kernels, int kernel, float[] ys, int y) {
      var loops = f.kernels.pointwise();
      int n = width();
      for (int w = 0; w < places.windows(); w++) {
        int result = y + w * n;
        for (int i = 0; i < places.each(); i++) {
          int pixel = places.at(w, i);
          if (pixel < 0) {
            continue;
          }
          int tap = kernel + i * n;
          switch (to) {
            case RESULT -> loops.multiplyAdd(xs, x + pixel, kernels, tap, ys, result, n);
            case INPUT -> loops.multiplyAdd(ys, result, kernels, tap, xs, x + pixel, n);
            case KERNEL -> loops.multiplyAdd(xs, x + pixel, ys, result, kernels, tap, n);
          }
        }
      }
    }

    /** An image with each channel repeated for its filters. */
    void widen(float[] from, int at, float[] to) {
      for (int i = 0; i < image(); i++) {
        Arrays.fill(to, i * filters, (i + 1) * filters, from[at + i]);
      }
    }

    /** The sums over each channel's filters. */
    void narrow(float[] from, float[] to, int at) {
      for (int i = 0; i < image(); i++) {
        float sum = 0;
        for (int m = 0; m < filters; m++) {
          sum += from[i * filters + m];
        }
        to[at + i] = sum;
      }
    }
  }

  /** The result, or the kernel's gradient from that of the result. */
  private record FromImages(Lengths s, Part to, View x, View kernel, View y) implements Step {
    @Override
    public void run(Frame f) {
      View computed = to == Part.KERNEL ? kernel : y;
      int first = f.at(computed);
      Arrays.fill(f.floats(computed), first, first + f.size(computed), 0);
      int images = f.size(x) / s.image();
      for (int i = 0; i < images; i++) {
        float[] xs = f.floats(x);
        int at = f.at(x) + i * s.image();
        if (s.widens()) {
          float[] wide = f.spare(0, s.pixels * s.width());
          s.widen(xs, at, wide);
          xs = wide;
          at = 0;
        }
        int result = f.at(y) + i * s.result();
        s.add(to, f, xs, at, f.floats(kernel), f.at(kernel), f.floats(y), result);
      }
    }
  }

  /** The windows of x gain y times the kernel. */
  private record Spread(Lengths s, View y, View kernel, View x) implements Step {
    @Override
    public void run(Frame f) {
      int n = s.pixels * s.width();
      int images = f.size(x) / s.image();
      for (int i = 0; i < images; i++) {
        int image = f.at(x) + i * s.image();
        float[] xs = s.widens() ? f.spare(0, n) : f.floats(x);
        int at = s.widens() ? 0 : image;
        Arrays.fill(xs, at, at + n, 0);
        int result = f.at(y) + i * s.result();
        s.add(Part.INPUT, f, xs, at, f.floats(kernel), f.at(kernel), f.floats(y), result);
        if (s.widens()) {
          s.narrow(xs, f.floats(x), image);
        }
      }
    }
  }

  static Step forward(Convolution c, View x, View kernel, View y) {
    return new FromImages(Lengths.of(c), Part.RESULT, x, kernel, y);
  }

  static Step kernelGrad(Convolution c, View g, View x, View kernel) {
    return new FromImages(Lengths.of(c), Part.KERNEL, x, kernel, g);
  }

  static Step spread(Convolution c, View y, View kernel, View x) {
    return new Spread(Lengths.of(c), y, kernel, x);
  }
}
