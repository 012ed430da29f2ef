package dev.inlay.engine;

import dev.inlay.kernel.Patches;
import java.util.Arrays;

/** Steps for pooling. */
final class PoolSteps {
  private PoolSteps() {}

  record Pooling(boolean max, Patches p, Places places, View x, View out) implements Step {
    Pooling(boolean max, Patches p, View x, View out) {
      this(max, p, new Places(p), x, out);
    }

    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      float[] to = f.floats(out);
      int images = f.size(x) / p.imageSize();
      int at = f.at(out);
      for (int i = 0; i < images; i++) {
        int image = f.at(x) + i * p.imageSize();
        for (int w = 0; w < places.windows(); w++) {
          if (max) {
            largest(p, places, w, xs, image, to, at);
          } else {
            mean(w, xs, image, to, at);
          }
          at += p.channels();
        }
      }
    }

    private void mean(int window, float[] xs, int image, float[] to, int at) {
      Arrays.fill(to, at, at + p.channels(), 0);
      for (int i = 0; i < p.places(); i++) {
        int pixel = places.at(window, i);
        if (pixel >= 0) {
          for (int c = 0; c < p.channels(); c++) {
            to[at + c] += xs[image + pixel + c];
          }
        }
      }
      int inside = places.inside(window);
      for (int c = 0; c < p.channels(); c++) {
        to[at + c] /= inside;
      }
    }
  }

  /** The largest elements of a window, one for each channel. */
  private static void largest(
      Patches p, Places places, int window, float[] xs, int image, float[] to, int at) {
    Arrays.fill(to, at, at + p.channels(), Float.NEGATIVE_INFINITY);
    for (int i = 0; i < p.places(); i++) {
      int pixel = places.at(window, i);
      if (pixel >= 0) {
        for (int c = 0; c < p.channels(); c++) {
          to[at + c] = Math.max(to[at + c], xs[image + pixel + c]);
        }
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
      float[] xs = f.floats(x);
      float[] to = f.floats(out);
      Arrays.fill(to, f.at(out), f.at(out) + f.size(out), 0);
      int images = f.size(x) / p.imageSize();
      int at = f.at(g);
      float[] most = f.spare(0, p.channels());
      for (int i = 0; i < images; i++) {
        int image = f.at(x) + i * p.imageSize();
        int into = f.at(out) + i * p.imageSize();
        for (int w = 0; w < places.windows(); w++) {
          if (max) {
            largest(p, places, w, xs, image, most, 0);
            give(w, gs, at, xs, image, most, to, into);
          } else {
            share(w, gs, at, to, into);
          }
          at += p.channels();
        }
      }
    }

    /** Gives each channel's gradient to the first of its largest elements. */
    private void give(
        int window, float[] gs, int at, float[] xs, int image, float[] most, float[] to, int into) {
      for (int i = 0; i < p.places(); i++) {
        int pixel = places.at(window, i);
        for (int c = 0; pixel >= 0 && c < p.channels(); c++) {
          if (xs[image + pixel + c] == most[c]) {
            to[into + pixel + c] += gs[at + c];
            most[c] = Float.NaN; // equal to none
          }
        }
      }
    }

    private void share(int window, float[] gs, int at, float[] to, int into) {
      int inside = places.inside(window);
      for (int i = 0; i < p.places(); i++) {
        int pixel = places.at(window, i);
        for (int c = 0; pixel >= 0 && c < p.channels(); c++) {
          to[into + pixel + c] += gs[at + c] / inside;
        }
      }
    }
  }
}
