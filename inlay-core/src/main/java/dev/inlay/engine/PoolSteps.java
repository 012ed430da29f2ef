package dev.inlay.engine;

import dev.inlay.kernel.Patches;
import java.util.Arrays;

/** Steps for pooling. */
final class PoolSteps {
  private PoolSteps() {}

  record Pooling(boolean max, Patches p, View x, View out) implements Step {
    @Override
    public void run(Frame f) {
      float[] xs = f.floats(x);
      float[] to = f.floats(out);
      int image = p.height() * p.width() * p.channels();
      int images = f.size(x) / image;
      int at = f.at(out);
      for (int i = 0; i < images; i++) {
        int from = f.at(x) + i * image;
        for (int oy = 0; oy < p.outHeight(); oy++) {
          for (int ox = 0; ox < p.outWidth(); ox++) {
            pool(xs, from, oy, ox, to, at);
            at += p.channels();
          }
        }
      }
    }

    private void pool(float[] xs, int image, int oy, int ox, float[] to, int at) {
      Arrays.fill(to, at, at + p.channels(), max ? Float.NEGATIVE_INFINITY : 0);
      int inside = 0;
      for (int ky = 0; ky < p.kernelHeight(); ky++) {
        for (int kx = 0; kx < p.kernelWidth(); kx++) {
          int pixel = p.pixel(oy, ox, ky, kx);
          if (pixel >= 0) {
            inside++;
            for (int c = 0; c < p.channels(); c++) {
              float v = xs[image + pixel + c];
              to[at + c] = max ? Math.max(to[at + c], v) : to[at + c] + v;
            }
          }
        }
      }
      if (!max) {
        for (int c = 0; c < p.channels(); c++) {
          to[at + c] /= inside;
        }
      }
    }
  }

  record Unpooling(boolean max, Patches p, View g, View x, View out) implements Step {
    @Override
    public void run(Frame f) {
      float[] gs = f.floats(g);
      float[] xs = f.floats(x);
      float[] to = f.floats(out);
      Arrays.fill(to, f.at(out), f.at(out) + f.size(out), 0);
      int image = p.height() * p.width() * p.channels();
      int images = f.size(x) / image;
      int at = f.at(g);
      for (int i = 0; i < images; i++) {
        for (int oy = 0; oy < p.outHeight(); oy++) {
          for (int ox = 0; ox < p.outWidth(); ox++) {
            for (int c = 0; c < p.channels(); c++) {
              int from = f.at(x) + i * image + c;
              int into = f.at(out) + i * image + c;
              if (max) {
                to[into + largest(xs, from, oy, ox)] += gs[at + c];
              } else {
                spread(gs[at + c], to, into, oy, ox);
              }
            }
            at += p.channels();
          }
        }
      }
    }

    /** The pixel of the first of the largest elements. */
    private int largest(float[] xs, int from, int oy, int ox) {
      int best = -1;
      for (int ky = 0; ky < p.kernelHeight(); ky++) {
        for (int kx = 0; kx < p.kernelWidth(); kx++) {
          int pixel = p.pixel(oy, ox, ky, kx);
          if (pixel >= 0 && (best < 0 || xs[from + pixel] > xs[from + best])) {
            best = pixel;
          }
        }
      }
      return best;
    }

    private void spread(float g, float[] to, int into, int oy, int ox) {
      int inside = 0;
      for (int pass = 0; pass < 2; pass++) {
        float share = pass == 0 ? 0 : g / inside;
        for (int ky = 0; ky < p.kernelHeight(); ky++) {
          for (int kx = 0; kx < p.kernelWidth(); kx++) {
            int pixel = p.pixel(oy, ox, ky, kx);
            if (pixel >= 0) {
              if (pass == 0) {
                inside++;
              } else {
                to[into + pixel] += share;
              }
            }
          }
        }
      }
    }
  }
}
