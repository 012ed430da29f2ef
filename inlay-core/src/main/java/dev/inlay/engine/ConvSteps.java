package dev.inlay.engine;

import java.util.Arrays;

/**
 * Steps for convolution as matrix products, for each group of channels: windows are laid out as
 * rows, a piece of them at a time, and the kernel is a matrix as it lies.
 */
final class ConvSteps {
  private ConvSteps() {}

  /** y = rows · kernel. */
  record Forward(Convolution c, View x, View kernel, View y) implements Step {
    @Override
    public void run(Frame f) {
      int n = c.patches().rowLength();
      int windows = c.windows(f.size(x));
      for (int group = 0; group < c.groups(); group++) {
        int filter = group * c.groupFilters();
        for (int first = 0; first < windows; first += c.piece()) {
          int count = Math.min(c.piece(), windows - first);
          boolean laid = !c.patches().isIdentity();
          float[] rows = laid ? unfold(c, f, x, group, first, count) : f.floats(x);
          f.kernels
              .matMul()
              .multiply(
                  false,
                  false,
                  count,
                  c.groupFilters(),
                  n,
                  rows,
                  laid ? 0 : f.at(x) + first * n,
                  n,
                  f.floats(kernel),
                  f.at(kernel) + filter,
                  c.filters(),
                  f.floats(y),
                  f.at(y) + first * c.filters() + filter,
                  c.filters(),
                  false,
                  f.scratch);
        }
      }
    }
  }

  /** The windows of x gain y · kernelᵀ. */
  record Spread(Convolution c, View y, View kernel, View x) implements Step {
    @Override
    public void run(Frame f) {
      int n = c.patches().rowLength();
      float[] to = f.floats(x);
      int windows = c.windows(f.size(x));
      boolean laid = !c.patches().isIdentity();
      if (laid) {
        Arrays.fill(to, f.at(x), f.at(x) + f.size(x), 0);
      }
      for (int group = 0; group < c.groups(); group++) {
        int filter = group * c.groupFilters();
        for (int first = 0; first < windows; first += c.piece()) {
          int count = Math.min(c.piece(), windows - first);
          float[] rows = laid ? f.spare(0, count * n) : to;
          f.kernels
              .matMul()
              .multiply(
                  false,
                  true,
                  count,
                  n,
                  c.groupFilters(),
                  f.floats(y),
                  f.at(y) + first * c.filters() + filter,
                  c.filters(),
                  f.floats(kernel),
                  f.at(kernel) + filter,
                  c.filters(),
                  rows,
                  laid ? 0 : f.at(x) + first * n,
                  n,
                  false,
                  f.scratch);
          if (laid) {
            c.patches().fold(rows, 0, first, count, to, f.at(x) + group * c.channels());
          }
        }
      }
    }
  }

  /** The kernel's gradient: rowsᵀ · g. */
  record KernelGrad(Convolution c, View g, View x, View kernel) implements Step {
    @Override
    public void run(Frame f) {
      int n = c.patches().rowLength();
      float[] to = f.floats(kernel);
      int windows = c.windows(f.size(x));
      Arrays.fill(to, f.at(kernel), f.at(kernel) + f.size(kernel), 0);
      for (int group = 0; group < c.groups(); group++) {
        int filter = group * c.groupFilters();
        for (int first = 0; first < windows; first += c.piece()) {
          int count = Math.min(c.piece(), windows - first);
          boolean laid = !c.patches().isIdentity();
          float[] rows = laid ? unfold(c, f, x, group, first, count) : f.floats(x);
          f.kernels
              .matMul()
              .multiply(
                  true,
                  false,
                  n,
                  c.groupFilters(),
                  count,
                  rows,
                  laid ? 0 : f.at(x) + first * n,
                  n,
                  f.floats(g),
                  f.at(g) + first * c.filters() + filter,
                  c.filters(),
                  to,
                  f.at(kernel) + filter,
                  c.filters(),
                  true,
                  f.scratch);
        }
      }
    }
  }

  private static float[] unfold(Convolution c, Frame f, View x, int group, int first, int count) {
    float[] rows = f.spare(0, count * c.patches().rowLength());
    c.patches().unfold(f.floats(x), f.at(x) + group * c.channels(), first, count, rows, 0);
    return rows;
  }
}
