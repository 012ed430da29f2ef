package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.kernel.Patches;
import dev.inlay.kernel.Pointwise;
import java.util.Arrays;

/** Steps for pooling: all channels of a pixel at once. */
final class PoolSteps {
  private PoolSteps() {}

  record Pooling(boolean max, Patches p, Places places, View x, View out) implements Step {
    Pooling(boolean max, Patches p, View x, View out) {
      this(max, p, new Places(p), x, out);
    }

    @Override
    public void run(Frame f) {
      Pointwise loops = f.kernels.pointwise();
      float[] xs = f.floats(x);
      float[] to = f.floats(out);
      int n = p.channels();
      int images = f.size(x) / p.imageSize();
      int at = f.at(out);
      for (int i = 0; i < images; i++) {
        int image = f.at(x) + i * p.imageSize();
        for (int w = 0; w < places.windows(); w++) {
          fold(max ? Binary.MAX : Binary.ADD, p, places, w, loops, xs, image, to, at);
          if (!max) {
            loops.binaryScalar(Binary.DIV, to, at, places.inside(w), to, at, n);
          }
          at += n;
        }
      }
    }
  }

  /** The elements of a window folded into one for each channel. */
  private static void fold(
      Binary function,
      Patches p,
      Places places,
      int window,
      Pointwise loops,
      float[] xs,
      int image,
      float[] to,
      int at) {
    boolean first = true;
    for (int i = 0; i < places.each(); i++) {
      int pixel = places.at(window, i);
      if (pixel >= 0 && first) {
        System.arraycopy(xs, image + pixel, to, at, p.channels());
        first = false;
      } else if (pixel >= 0) {
        loops.binary(function, to, at, xs, image + pixel, to, at, p.channels());
      }
    }
  }

  record Unpooling(boolean max, Patches p, Places places, View g, View x, View out)
      implements Step {
    Unpooling(boolean max, Patches p, View g, View x, View out) {
      this(max, p, new Places(p), g, x, out);
    }

    @Override
    public void run(Frame f) {
      float[] gs = f.floats(g);
      float[] to = f.floats(out);
      Arrays.fill(to, f.at(out), f.at(out) + f.size(out), 0);
      int n = p.channels();
      int images = f.size(x) / p.imageSize();
      int at = f.at(g);
      for (int i = 0; i < images; i++) {
        int image = f.at(x) + i * p.imageSize();
        int into = f.at(out) + i * p.imageSize();
        for (int w = 0; w < places.windows(); w++) {
          float[] left = f.spare(0, n);
          if (max) {
            System.arraycopy(gs, at, left, 0, n);
            give(f, w, left, image, to, into);
          } else {
            Pointwise loops = f.kernels.pointwise();
            loops.binaryScalar(Binary.DIV, gs, at, places.inside(w), left, 0, n);
            share(loops, w, left, to, into);
          }
          at += n;
        }
      }
    }

    /** Gives what is left for each channel to the first of its largest elements. */
    private void give(Frame f, int window, float[] left, int image, float[] to, int into) {
      Pointwise loops = f.kernels.pointwise();
      float[] xs = f.floats(x);
      int n = p.channels();
      float[] most = f.spare(1, n);
      float[] due = f.spare(2, n);
      fold(Binary.MAX, p, places, window, loops, xs, image, most, 0);
      for (int i = 0; i < places.each(); i++) {
        int pixel = places.at(window, i);
        if (pixel >= 0) {
          loops.binary(Binary.EQUAL, xs, image + pixel, most, 0, due, 0, n);
          loops.binary(Binary.MUL, due, 0, left, 0, due, 0, n);
          loops.binary(Binary.ADD, to, into + pixel, due, 0, to, into + pixel, n);
          loops.binary(Binary.SUB, left, 0, due, 0, left, 0, n);
        }
      }
    }

    private void share(Pointwise loops, int window, float[] each, float[] to, int into) {
      for (int i = 0; i < places.each(); i++) {
        int pixel = places.at(window, i);
        if (pixel >= 0) {
          int n = p.channels();
          loops.binary(Binary.ADD, to, into + pixel, each, 0, to, into + pixel, n);
        }
      }
    }
  }
}
