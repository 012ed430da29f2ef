package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.kernel.Patches;
import dev.inlay.kernel.Patches.Axis;
import java.util.Arrays;
import java.util.List;

/** Steps for convolution and pooling. */
final class Windows {
  private Windows() {}

  static void lower(Lowering l, Node node, Window op) {
    switch (op) {
      case Conv conv -> {
        Node x = node.input(0);
        Node kernel = node.input(1);
        Convolution c = convolution(conv, l.form(x), l.form(kernel), l.form(node));
        View in = l.in(x, 0);
        View weights = l.in(kernel, 0);
        View out = l.out(node);
        l.emit(c.flops() * l.form(x).dims()[0], forward(c, in, weights, out));
      }
      case Window.ConvInputGrad(Conv conv) -> spread(l, node, conv);
      case Window.ConvTranspose(Conv conv, _) -> spread(l, node, conv);
      case Window.ConvKernelGrad(Conv conv) -> {
        Node g = node.input(0);
        Node x = node.input(1);
        Convolution c = convolution(conv, l.form(x), l.form(node), l.form(g));
        View from = l.in(g, 0);
        View in = l.in(x, 0);
        View out = l.partial(node);
        l.emit(c.flops() * l.form(x).dims()[0], kernelGrad(c, from, in, out));
      }
      case Window.Pool pool -> {
        View x = l.in(node.input(0), 0);
        View out = l.out(node);
        Patches p = patches(pool, l.form(node.input(0)), l.form(node));
        l.emit(
            (double) out.size() * p.places(),
            new PoolSteps.Pooling(pool.pooling() == Pooling.MAX, p, x, out));
      }
      case Window.PoolGrad(Window.Pool pool) -> {
        View g = l.in(node.input(0), 0);
        View x = l.in(node.input(1), 0);
        View out = l.out(node);
        Patches p = patches(pool, l.form(node.input(1)), l.form(node.input(0)));
        l.emit(
            2.0 * g.size() * p.places(),
            new PoolSteps.Unpooling(pool.pooling() == Pooling.MAX, p, g, x, out));
      }
    }
  }

  /** A step that spreads the first input over windows of the result. */
  private static void spread(Lowering l, Node node, Conv conv) {
    Node g = node.input(0);
    Node kernel = node.input(1);
    Convolution c = convolution(conv, l.form(node), l.form(kernel), l.form(g));
    View from = l.in(g, 0);
    View weights = l.in(kernel, 0);
    View out = l.out(node);
    l.emit(
        c.flops() * l.form(node).dims()[0],
        c.isDepthwise()
            ? DepthwiseSteps.spread(c, from, weights, out)
            : new ConvSteps.Spread(c, from, weights, out));
  }

  private static Step forward(Convolution c, View x, View kernel, View y) {
    return c.isDepthwise()
        ? DepthwiseSteps.forward(c, x, kernel, y)
        : new ConvSteps.Forward(c, x, kernel, y);
  }

  private static Step kernelGrad(Convolution c, View g, View x, View kernel) {
    return c.isDepthwise()
        ? DepthwiseSteps.kernelGrad(c, g, x, kernel)
        : new ConvSteps.KernelGrad(c, g, x, kernel);
  }

  private static Convolution convolution(Conv conv, Form x, Form kernel, Form y) {
    List<Integer> size = Arrays.stream(kernel.dims()).limit(conv.strides().size()).boxed().toList();
    Axis[] axes = axes(x, y, size, conv.strides(), conv.dilations(), conv.padding());
    int channels = x.last() / conv.groups();
    return new Convolution(
        new Patches(axes[0], axes[1], axes[2], channels, x.last()), kernel.last(), conv.groups());
  }

  private static Patches patches(Window.Pool pool, Form x, Form y) {
    List<Integer> ones = pool.size().stream().map(_ -> 1).toList();
    Axis[] axes = axes(x, y, pool.size(), pool.strides(), ones, pool.padding());
    return new Patches(axes[0], axes[1], axes[2], x.last(), x.last());
  }

  /** The three axes of space, those that aren't there first. */
  private static Axis[] axes(
      Form x,
      Form y,
      List<Integer> size,
      List<Integer> strides,
      List<Integer> dilations,
      Padding padding) {
    Axis[] axes = {Axis.NONE, Axis.NONE, Axis.NONE};
    int absent = axes.length - size.size();
    for (int i = 0; i < size.size(); i++) {
      int length = x.dims()[1 + i];
      int windows = y.dims()[1 + i];
      int reach = (size.get(i) - 1) * dilations.get(i) + 1;
      int beyond = Math.max(0, (windows - 1) * strides.get(i) + reach - length);
      int before =
          switch (padding) {
            case VALID -> 0;
            case SAME -> beyond / 2;
            case CAUSAL -> reach - 1;
          };
      axes[absent + i] =
          new Axis(length, size.get(i), strides.get(i), dilations.get(i), before, windows);
    }
    return axes;
  }
}
