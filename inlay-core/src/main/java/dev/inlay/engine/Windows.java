package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.kernel.Patches;
import java.util.Arrays;
import java.util.List;

/** Steps for convolution and pooling. A sequence is an image of height 1. */
final class Windows {
  private Windows() {}

  static void lower(Lowering l, Node node, Window op) {
    switch (op) {
      case Conv conv -> {
        Form x = l.form(node.input(0));
        Form kernel = l.form(node.input(1));
        View in = l.in(node.input(0), 0);
        View weights = l.in(node.input(1), 0);
        View out = l.out(node);
        Shapes s = Shapes.of(conv, x, kernel, l.form(node));
        l.emit(s.flops() * images(x), new Convolving(s, in, weights, out));
      }
      case Window.ConvInputGrad(Conv conv) -> {
        Form x = l.form(node);
        Form kernel = l.form(node.input(1));
        View g = l.in(node.input(0), 0);
        View weights = l.in(node.input(1), 0);
        View out = l.out(node);
        Shapes s = Shapes.of(conv, x, kernel, l.form(node.input(0)));
        l.emit(s.flops() * images(x), new Spreading(s, g, weights, out));
      }
      case Window.ConvKernelGrad(Conv conv) -> {
        Form x = l.form(node.input(1));
        View g = l.in(node.input(0), 0);
        View in = l.in(node.input(1), 0);
        View out = l.partial(node);
        Shapes s = Shapes.of(conv, x, l.form(node), l.form(node.input(0)));
        l.emit(s.flops() * images(x), new Weighing(s, g, in, out));
      }
      case Window.Pool pool -> {
        View x = l.in(node.input(0), 0);
        View out = l.out(node);
        Shapes s = Shapes.of(pool, l.form(node.input(0)), l.form(node));
        l.emit(x.size(), new PoolSteps.Pooling(pool.pooling() == Pooling.MAX, s.patches(), x, out));
      }
      case Window.PoolGrad(Window.Pool pool) -> {
        View g = l.in(node.input(0), 0);
        View x = l.in(node.input(1), 0);
        View out = l.out(node);
        Shapes s = Shapes.of(pool, l.form(node.input(1)), l.form(node.input(0)));
        l.emit(
            2.0 * x.size(),
            new PoolSteps.Unpooling(pool.pooling() == Pooling.MAX, s.patches(), g, x, out));
      }
    }
  }

  private static int images(Form x) {
    return x.dims()[0];
  }

  /**
   * The lengths of a convolution.
   *
   * @param patches windows over the channels of one group
   */
  private record Shapes(Patches patches, int channels, int filters, int groups) {
    static Shapes of(Conv conv, Form x, Form kernel, Form out) {
      int space = conv.strides().size();
      List<Integer> size = Arrays.stream(kernel.dims()).limit(space).boxed().toList();
      int channels = x.last() / conv.groups();
      Patches patches =
          patches(x, out, channels, size, conv.strides(), conv.dilations(), conv.padding());
      return new Shapes(patches, x.last(), kernel.last(), conv.groups());
    }

    static Shapes of(Window.Pool pool, Form x, Form out) {
      List<Integer> ones = pool.size().stream().map(_ -> 1).toList();
      Patches patches =
          patches(x, out, x.last(), pool.size(), pool.strides(), ones, pool.padding());
      return new Shapes(patches, x.last(), x.last(), 1);
    }

    private static Patches patches(
        Form x,
        Form out,
        int channels,
        List<Integer> size,
        List<Integer> strides,
        List<Integer> dilations,
        Padding padding) {
      int[] before = new int[size.size()];
      for (int i = 0; i < before.length; i++) {
        int reach = (size.get(i) - 1) * dilations.get(i) + 1;
        int all = Math.max(0, (out.dims()[1 + i] - 1) * strides.get(i) + reach - x.dims()[1 + i]);
        before[i] =
            switch (padding) {
              case VALID -> 0;
              case SAME -> all / 2;
              case CAUSAL -> reach - 1;
            };
      }
      if (before.length == 1) {
        return Patches.of(
            x.dims()[1],
            channels,
            size.get(0),
            strides.get(0),
            dilations.get(0),
            before[0],
            out.dims()[1]);
      }
      return new Patches(
          x.dims()[1],
          x.dims()[2],
          channels,
          size.get(0),
          size.get(1),
          strides.get(0),
          strides.get(1),
          dilations.get(0),
          dilations.get(1),
          before[0],
          before[1],
          out.dims()[1],
          out.dims()[2]);
    }

    int pixels() {
      return patches.height() * patches.width();
    }

    /** Floats in an image. */
    int imageSize() {
      return pixels() * channels;
    }

    /** Floats in an image's result. */
    int outSize() {
      return patches.rows() * filters;
    }

    int groupFilters() {
      return filters / groups;
    }

    double flops() {
      return 2.0 * patches.rows() * patches.rowLength() * filters;
    }
  }

  /** Lays out the patches of one group of one image; gives them. */
  private static float[] unfold(Shapes s, Frame f, float[] image, int at, int group) {
    float[] to = f.spare(0, s.patches.rows() * s.patches.rowLength());
    if (s.groups == 1) {
      s.patches.unfold(image, at, to, 0);
      return to;
    }
    int n = s.patches.channels();
    float[] part = f.spare(1, s.pixels() * n);
    for (int p = 0; p < s.pixels(); p++) {
      System.arraycopy(image, at + p * s.channels + group * n, part, p * n, n);
    }
    s.patches.unfold(part, 0, to, 0);
    return to;
  }

  private record Convolving(Shapes s, View x, View kernel, View out) implements Step {
    @Override
    public void run(Frame f) {
      int images = f.size(x) / s.imageSize();
      for (int i = 0; i < images; i++) {
        for (int g = 0; g < s.groups; g++) {
          float[] patches = unfold(s, f, f.floats(x), f.at(x) + i * s.imageSize(), g);
          f.kernels
              .matMul()
              .multiply(
                  false,
                  false,
                  s.patches.rows(),
                  s.groupFilters(),
                  s.patches.rowLength(),
                  patches,
                  0,
                  s.patches.rowLength(),
                  f.floats(kernel),
                  f.at(kernel) + g * s.groupFilters(),
                  s.filters,
                  f.floats(out),
                  f.at(out) + i * s.outSize() + g * s.groupFilters(),
                  s.filters,
                  false,
                  f.scratch);
        }
      }
    }
  }

  private record Spreading(Shapes s, View g, View kernel, View out) implements Step {
    @Override
    public void run(Frame f) {
      float[] to = f.floats(out);
      Arrays.fill(to, f.at(out), f.at(out) + f.size(out), 0);
      int images = f.size(out) / s.imageSize();
      float[] patches = f.spare(0, s.patches.rows() * s.patches.rowLength());
      for (int i = 0; i < images; i++) {
        int image = f.at(out) + i * s.imageSize();
        for (int group = 0; group < s.groups; group++) {
          f.kernels
              .matMul()
              .multiply(
                  false,
                  true,
                  s.patches.rows(),
                  s.patches.rowLength(),
                  s.groupFilters(),
                  f.floats(g),
                  f.at(g) + i * s.outSize() + group * s.groupFilters(),
                  s.filters,
                  f.floats(kernel),
                  f.at(kernel) + group * s.groupFilters(),
                  s.filters,
                  patches,
                  0,
                  s.patches.rowLength(),
                  false,
                  f.scratch);
          fold(f, patches, to, image, group);
        }
      }
    }

    private void fold(Frame f, float[] patches, float[] to, int image, int group) {
      if (s.groups == 1) {
        s.patches.fold(patches, 0, to, image);
        return;
      }
      int n = s.patches.channels();
      float[] part = f.spare(1, s.pixels() * n);
      Arrays.fill(part, 0, s.pixels() * n, 0);
      s.patches.fold(patches, 0, part, 0);
      for (int p = 0; p < s.pixels(); p++) {
        System.arraycopy(part, p * n, to, image + p * s.channels + group * n, n);
      }
    }
  }

  private record Weighing(Shapes s, View g, View x, View out) implements Step {
    @Override
    public void run(Frame f) {
      float[] to = f.floats(out);
      Arrays.fill(to, f.at(out), f.at(out) + f.size(out), 0);
      int images = f.size(x) / s.imageSize();
      for (int i = 0; i < images; i++) {
        for (int group = 0; group < s.groups; group++) {
          float[] patches = unfold(s, f, f.floats(x), f.at(x) + i * s.imageSize(), group);
          f.kernels
              .matMul()
              .multiply(
                  true,
                  false,
                  s.patches.rowLength(),
                  s.groupFilters(),
                  s.patches.rows(),
                  patches,
                  0,
                  s.patches.rowLength(),
                  f.floats(g),
                  f.at(g) + i * s.outSize() + group * s.groupFilters(),
                  s.filters,
                  to,
                  f.at(out) + group * s.groupFilters(),
                  s.filters,
                  true,
                  f.scratch);
        }
      }
    }
  }
}
