package dev.inlay.graph;

import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pool;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.tensor.Shape;
import java.util.List;

/** What convolution and pooling mean. */
final class WindowMeaning {
  private WindowMeaning() {}

  static Numbers of(Window op, List<Numbers> in, Shape shape) {
    Numbers first = in.getFirst();
    Numbers out = Numbers.zeros(shape);
    switch (op) {
      case Conv conv -> {
        Numbers x = first;
        Numbers kernel = in.get(1);
        visit(
            conv,
            x.shape(),
            kernel.shape(),
            shape,
            (y, i, k) -> out.data()[y] += x.at(i) * kernel.at(k));
      }
      case Window.ConvInputGrad(Conv conv) -> {
        Numbers kernel = in.get(1);
        visit(
            conv,
            shape,
            kernel.shape(),
            first.shape(),
            (y, i, k) -> out.data()[i] += first.at(y) * kernel.at(k));
      }
      case Window.ConvTranspose(Conv conv, _) -> {
        Numbers kernel = in.get(1);
        visit(
            conv,
            shape,
            kernel.shape(),
            first.shape(),
            (y, i, k) -> out.data()[i] += first.at(y) * kernel.at(k));
      }
      case Window.ConvKernelGrad(Conv conv) -> {
        Numbers x = in.get(1);
        visit(
            conv,
            x.shape(),
            shape,
            first.shape(),
            (y, i, k) -> out.data()[k] += first.at(y) * x.at(i));
      }
      case Pool pool -> {
        for (int y = 0; y < out.size(); y++) {
          double[] window =
              places(pool, first.shape(), shape, y).stream().mapToDouble(first::at).toArray();
          var elements = java.util.Arrays.stream(window);
          out.data()[y] =
              pool.pooling() == Pooling.MAX
                  ? elements.reduce(Double.NEGATIVE_INFINITY, Math::max)
                  : elements.sum() / window.length;
        }
      }
      case Window.PoolGrad(Pool pool) -> {
        Numbers x = in.get(1);
        for (int y = 0; y < first.size(); y++) {
          List<Integer> window = places(pool, shape, first.shape(), y);
          if (pool.pooling() == Pooling.MAX) {
            int largest = window.getFirst();
            for (int i : window) {
              largest = x.at(i) > x.at(largest) ? i : largest;
            }
            out.data()[largest] += first.at(y);
          } else {
            for (int i : window) {
              out.data()[i] += first.at(y) / window.size();
            }
          }
        }
      }
    }
    return out;
  }

  /** The places of a term y += x * kernel of a convolution's sum. */
  private interface Term {
    void visit(int y, int x, int kernel);
  }

  /** Visits each term of a convolution. */
  private static void visit(Conv conv, Shape xs, Shape kernels, Shape ys, Term term) {
    int space = conv.strides().size();
    int channels = kernels.dim(space);
    int filtersOfGroup = kernels.last() / conv.groups();
    for (int y = 0; y < ys.intSize(); y++) {
      int[] at = Numbers.indices(y, ys);
      int filter = at[space + 1];
      for (int k = 0; k < kernels.intSize(); k++) {
        int[] tap = Numbers.indices(k, kernels);
        if (tap[space + 1] != filter) {
          continue;
        }
        int[] from = at.clone();
        from[space + 1] = filter / filtersOfGroup * channels + tap[space];
        boolean inside = true;
        for (int i = 0; i < space; i++) {
          int stride = conv.strides().get(i);
          int dilation = conv.dilations().get(i);
          int length = xs.dim(1 + i);
          int reach = WindowRules.reach(conv, kernels, i);
          int windows = ys.dim(1 + i);
          from[1 + i] =
              at[1 + i] * stride
                  + tap[i] * dilation
                  - before(conv.padding(), length, reach, stride, windows);
          inside &= from[1 + i] >= 0 && from[1 + i] < length;
        }
        if (inside) {
          term.visit(y, Numbers.place(from, xs), k);
        }
      }
    }
  }

  /** The places of x, within its edges, of the window whose result is at {@code y}. */
  private static List<Integer> places(Pool pool, Shape xs, Shape ys, int y) {
    int[] at = Numbers.indices(y, ys);
    Shape window = Shape.of(pool.size().stream().mapToInt(i -> i).toArray());
    return Rules.range(window.intSize()).stream()
        .map(
            tap -> {
              int[] from = at.clone();
              int[] offsets = Numbers.indices(tap, window);
              for (int i = 0; i < offsets.length; i++) {
                int stride = pool.strides().get(i);
                int length = xs.dim(1 + i);
                from[1 + i] =
                    at[1 + i] * stride
                        + offsets[i]
                        - before(pool.padding(), length, window.dim(i), stride, ys.dim(1 + i));
                if (from[1 + i] < 0 || from[1 + i] >= length) {
                  return -1;
                }
              }
              return Numbers.place(from, xs);
            })
        .filter(place -> place >= 0)
        .toList();
  }

  /** How far the first window reaches beyond the front edge. */
  private static int before(Padding padding, int length, int reach, int stride, int windows) {
    return switch (padding) {
      case VALID -> 0;
      case CAUSAL -> reach - 1;
      case SAME -> Math.max(0, (windows - 1) * stride + reach - length) / 2;
    };
  }
}
