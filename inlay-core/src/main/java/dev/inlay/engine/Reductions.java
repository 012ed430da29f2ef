package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Reduction.Fold;
import java.util.Arrays;
import java.util.List;

/** Steps that fold axes or repeat along them. */
final class Reductions {
  private Reductions() {}

  static void lower(Lowering l, Node node, Reduction op) {
    Node input = node.input(0);
    Form from = l.form(input);
    switch (op) {
      case Reduction.Reduce(var fold, var axes, _) -> {
        View x = l.inAxes(input);
        View dst = l.partial(node);
        Loop loop = Loop.of(from, folded(from, axes), x.strides(from));
        Count count = count(from, axes, fold == Fold.MEAN);
        if (l.analysis.kind(node) == Kind.SUM) {
          l.emit(from.size(), new Folding(fold, x, dst, loop, Count.ONE));
          if (fold == Fold.MEAN) {
            l.emitAfterSums(new Scaling(l.result(node), count));
          }
        } else {
          l.emit(from.size(), new Folding(fold, x, dst, loop, count));
        }
      }
      case Reduction.SumLike _ -> {
        View x = l.inAxes(input);
        View dst = l.partial(node);
        int[] strides = Loop.repeated(l.form(node), dst.strides(l.form(node)), from);
        Loop loop = Loop.of(from, strides, x.strides(from));
        l.emit(from.size(), new Folding(Fold.SUM, x, dst, loop, Count.ONE));
      }
      case Reduction.Unreduce u -> {
        View x = l.in(input, 0);
        View dst = l.out(node);
        Form form = l.form(node);
        Loop loop = Loop.of(form, dst.strides(form), folded(form, u.axes()));
        l.emit(form.size(), new Repeating(x, dst, loop, count(form, u.axes(), u.mean())));
      }
      case Reduction.ExpandLike _ -> {
        View x = l.inAxes(input);
        View dst = l.out(node);
        Form form = l.form(node);
        Loop loop = Loop.of(form, dst.strides(form), Loop.repeated(from, x.strides(from), form));
        l.emit(form.size(), new Repeating(x, dst, loop, Count.ONE));
      }
      case Reduction.Softmax _ -> {
        View x = l.packed(input, from.last());
        View dst = l.out(node);
        l.emit(10.0 * from.size(), new Softening(false, x, dst));
      }
      case Reduction.LogSoftmax _ -> {
        View x = l.packed(input, from.last());
        View dst = l.out(node);
        l.emit(10.0 * from.size(), new Softening(true, x, dst));
      }
      case Reduction.Standardize(float epsilon) -> {
        View x = l.packed(input, from.last());
        View dst = l.out(node);
        l.emit(10.0 * from.size(), new StandardizeSteps.Forward(epsilon, x, dst));
      }
      case Reduction.StandardizeGrad(float epsilon) -> {
        View x = l.packed(input, from.last());
        View y = l.packed(node.input(1), from.last());
        View dy = l.packed(node.input(2), from.last());
        View dst = l.out(node);
        l.emit(14.0 * from.size(), new StandardizeSteps.Backward(epsilon, x, y, dy, dst));
      }
      case Reduction.CumSum c -> {
        View x = l.in(input, 0);
        View dst = l.out(node);
        l.emit(from.size(), new Running(c, x, dst, Extent.of(from, c.axis())));
      }
    }
  }

  /** The strides of a packed folded value along the axes of the value that was folded. */
  private static int[] folded(Form from, List<Integer> axes) {
    int[] strides = new int[from.rank()];
    int inside = 1;
    for (int i = from.rank() - 1; i >= 0; i--) {
      if (!axes.contains(i)) {
        strides[i] = inside;
        inside *= from.dims()[i];
      }
    }
    return strides;
  }

  private static Count count(Form from, List<Integer> axes, boolean mean) {
    return mean
        ? new Count(
            axes.stream().mapToInt(a -> from.dims()[a]).reduce(1, Math::multiplyExact),
            from.rows() && axes.contains(0))
        : Count.ONE;
  }

  /** How many elements a mean is of. */
  private record Count(int each, boolean rows) {
    static final Count ONE = new Count(1, false);

    float share(int batch) {
      return 1f / (rows ? each * batch : each);
    }

    boolean isOne() {
      return each == 1 && !rows;
    }
  }

  private static Binary binary(Fold fold) {
    return switch (fold) {
      case SUM, MEAN -> Binary.ADD;
      case MAX -> Binary.MAX;
      case MIN -> Binary.MIN;
      case PROD -> Binary.MUL;
    };
  }

  private static float nothing(Fold fold) {
    return switch (fold) {
      case SUM, MEAN -> 0;
      case MAX -> Float.NEGATIVE_INFINITY;
      case MIN -> Float.POSITIVE_INFINITY;
      case PROD -> 1;
    };
  }

  private record Folding(Fold fold, View x, View dst, Loop loop, Count count) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      float[] to = frame.floats(dst);
      int first = frame.at(dst);
      int size = frame.size(dst);
      Cursor c = frame.cursor;
      boolean some = c.start(loop, frame, dst, x);
      if (some && isColumnSum()) {
        int rows = loop.length(0, frame.rows);
        int stride = loop.strides[1][0];
        frame.kernels.folds().columnSums(xs, c.at[1], stride, rows, c.n, to, first, false);
      } else {
        Arrays.fill(to, first, first + size, nothing(fold));
        if (some) {
          fold(frame, xs, to, c);
        }
      }
      if (!count.isOne()) {
        float share = count.share(frame.rows);
        frame.kernels.pointwise().binaryScalar(Binary.MUL, to, first, share, to, first, size);
      }
    }

    private void fold(Frame frame, float[] xs, float[] to, Cursor c) {
      boolean inward = loop.inner(0) == 0;
      do {
        if (inward) {
          to[c.at[0]] = with(to[c.at[0]], row(frame, xs, c.at[1], c.n));
        } else {
          frame
              .kernels
              .pointwise()
              .binary(binary(fold), to, c.at[0], xs, c.at[1], to, c.at[0], c.n);
        }
      } while (c.next());
    }

    private float row(Frame frame, float[] xs, int at, int n) {
      return switch (fold) {
        case SUM, MEAN -> frame.kernels.folds().sum(xs, at, n);
        case MAX -> frame.kernels.folds().max(xs, at, n);
        case MIN -> frame.kernels.folds().min(xs, at, n);
        case PROD -> {
          float product = 1;
          for (int i = 0; i < n; i++) {
            product *= xs[at + i];
          }
          yield product;
        }
      };
    }

    private float with(float a, float b) {
      return switch (fold) {
        case SUM, MEAN -> a + b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
        case PROD -> a * b;
      };
    }

    private boolean isColumnSum() {
      return (fold == Fold.SUM || fold == Fold.MEAN)
          && loop.depth() == 2
          && loop.strides[0][0] == 0
          && loop.inner(0) == 1
          && loop.inner(1) == 1;
    }
  }

  /** A sum over the batch becomes a mean. */
  private record Scaling(View x, Count count) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      int at = frame.at(x);
      float share = count.share(frame.rows);
      frame.kernels.pointwise().binaryScalar(Binary.MUL, xs, at, share, xs, at, frame.size(x));
    }
  }

  private record Repeating(View x, View dst, Loop loop, Count count) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      float[] to = frame.floats(dst);
      float share = count.share(frame.memory.rows());
      Cursor c = frame.cursor;
      if (!c.start(loop, frame, dst, x)) {
        return;
      }
      do {
        if (loop.inner(1) == 0) {
          Arrays.fill(to, c.at[0], c.at[0] + c.n, xs[c.at[1]] * share);
        } else {
          frame.kernels.pointwise().binaryScalar(Binary.MUL, xs, c.at[1], share, to, c.at[0], c.n);
        }
      } while (c.next());
    }
  }

  private record Softening(boolean log, View x, View dst) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      float[] to = frame.floats(dst);
      int rows = frame.pieces(x);
      int n = x.width();
      if (log) {
        frame.kernels.folds().logSoftmax(xs, frame.at(x), to, frame.at(dst), rows, n);
      } else {
        frame.kernels.folds().softmax(xs, frame.at(x), to, frame.at(dst), rows, n);
      }
    }
  }

  private record Running(Reduction.CumSum op, View x, View dst, Extent extent) implements Step {
    @Override
    public void run(Frame frame) {
      int inner = extent.inner();
      int length = extent.length(frame.rows);
      int outer = extent.outer(frame.rows);
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int first = o * length * inner + i;
          run(
              frame.floats(x),
              frame.at(x) + first,
              frame.floats(dst),
              frame.at(dst) + first,
              length);
        }
      }
    }

    private void run(float[] xs, int from, float[] to, int at, int length) {
      float sum = 0;
      for (int s = 0; s < length; s++) {
        int place = (op.reverse() ? length - 1 - s : s) * extent.inner();
        float before = sum;
        sum += xs[from + place];
        to[at + place] = op.exclusive() ? before : sum;
      }
    }
  }
}
