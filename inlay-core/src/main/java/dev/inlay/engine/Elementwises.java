package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Whole;
import dev.inlay.tensor.DType;
import java.util.Arrays;
import java.util.Objects;

/** Steps for functions of each element. */
final class Elementwises {
  private static final double CHEAP = 1;
  private static final double COSTLY = 8;

  private Elementwises() {}

  static void lower(Lowering l, Node node, Elementwise op) {
    switch (op) {
      case Unary f when l.isFused(node.input(0)) -> activation(l, node, f);
      case Unary f -> {
        View x = l.inAxes(node.input(0));
        View dst = l.outInPlace(node, node.input(0));
        Loop loop = Loop.unrepeated(l.form(node), own(l, node, dst), along(l, node, 0, x));
        l.emit(cost(l, node, cost(f)), new Map(f, x, dst, loop));
      }
      case Binary f -> {
        Fusions.Biased biased = Fusions.biased(l, node);
        if (biased != null
            && Fusions.activation(l, node) != null
            && l.canTakeOver(node, biased.rows())) {
          l.fuse(node);
          return;
        }
        zip(l, node, f == Binary.POW ? COSTLY : CHEAP, f);
      }
      case Whole f -> zip(l, node, f == Whole.GCD ? COSTLY : CHEAP, f);
      case Elementwise.Where _ -> {
        View mask = l.inAxes(node.input(0));
        View a = l.inAxes(node.input(1));
        View b = l.inAxes(node.input(2));
        View dst = l.out(node);
        Loop loop =
            Loop.of(
                l.form(node),
                own(l, node, dst),
                along(l, node, 0, mask),
                along(l, node, 1, a),
                along(l, node, 2, b));
        l.emit(
            cost(l, node, CHEAP),
            node.dtype() == DType.INT32
                ? new Integers.Choose(mask, a, b, dst, loop)
                : new Choose(mask, a, b, dst, loop));
      }
      case Elementwise.Cast _ when node.input(0).dtype() == DType.INT8 -> {
        View x = l.in(node.input(0));
        View dst = l.out(node);
        l.emit(cost(l, node, CHEAP), new Widenings.Casting(x, dst));
      }
      case Elementwise.Cast(DType to) -> {
        View x = l.inAxes(node.input(0));
        View dst = l.out(node);
        Loop loop = Loop.unrepeated(l.form(node), own(l, node, dst), along(l, node, 0, x));
        l.emit(
            cost(l, node, CHEAP),
            to == DType.INT32 ? new Integers.Cut(x, dst, loop) : new Integers.Widen(x, dst, loop));
      }
      case Elementwise.ActivationGrad(Unary f) -> {
        View dy = l.inAxes(node.input(0));
        View y = l.inAxes(node.input(1));
        View dst = l.outInPlace(node, node.input(0));
        Node biasGradient = Fusions.biasGradient(l, node);
        if (biasGradient != null && dy.isPacked() && y.isPacked() && dst.isPacked()) {
          View bias = l.partial(biasGradient);
          l.fuse(biasGradient);
          l.emit(2 * cost(l, node, CHEAP), new GradAndBias(f, dy, y, dst, bias));
          return;
        }
        Loop loop =
            Loop.unrepeated(
                l.form(node), own(l, node, dst), along(l, node, 0, dy), along(l, node, 1, y));
        l.emit(cost(l, node, CHEAP), new Grad(f, dy, y, dst, loop));
      }
      case Elementwise.StopGradient _ -> throw new IllegalStateException("an alias");
    }
  }

  /** A function of two inputs, in the place of one of them if it may. */
  private static void zip(Lowering l, Node node, double each, Elementwise op) {
    View a = l.inAxes(node.input(0));
    View b = l.inAxes(node.input(1));
    View dst =
        l.canTakeOver(node, node.input(0))
            ? l.outInPlace(node, node.input(0))
            : l.outInPlace(node, node.input(1));
    Loop loop =
        Loop.of(l.form(node), own(l, node, dst), along(l, node, 0, a), along(l, node, 1, b));
    l.emit(
        cost(l, node, each),
        op instanceof Binary f && node.input(0).dtype() != DType.INT32
            ? new Zip(f, a, b, dst, loop)
            : new Integers.Zip(Integers.OfTwo.of(op), a, b, dst, loop));
  }

  /** An activation of rows plus a bias, in the place of the rows. */
  private static void activation(Lowering l, Node node, Unary f) {
    Fusions.Biased biased = Objects.requireNonNull(Fusions.biased(l, node.input(0)));
    View bias = l.in(biased.bias(), 0);
    View x = l.in(biased.rows());
    l.emit(cost(l, node, 1 + cost(f)), new BiasMap(f, bias, x));
    l.place(node, x);
  }

  /** The strides of a node's own place. */
  static int[] own(Lowering l, Node node, View view) {
    return view.strides(l.form(node));
  }

  /** The strides of an input that is broadcast to the node. */
  static int[] along(Lowering l, Node node, int input, View view) {
    Form form = l.form(node.input(input));
    return Loop.repeated(form, view.strides(form), l.form(node));
  }

  private static double cost(Lowering l, Node node, double each) {
    return each * l.form(node).size();
  }

  private static double cost(Unary f) {
    return switch (f) {
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, ATAN, TANH, SIGMOID, SOFTPLUS, ERF -> COSTLY;
      case ABS, NEG, SQRT, RECIPROCAL, SQUARE, SIGN, FLOOR, CEIL, ROUND, RELU, NOT, IS_FINITE ->
          CHEAP;
    };
  }

  private record Map(Unary f, View x, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] xs = frame.floats(x);
      float[] to = frame.floats(dst);
      Cursor c = frame.cursor;
      if (c.start(loop, frame, dst, x)) {
        do {
          frame.kernels.pointwise().unary(f, xs, c.at[1], to, c.at[0], c.n);
        } while (c.next());
      }
    }
  }

  private record BiasMap(Unary f, View bias, View x) implements Step {
    @Override
    public void run(Frame frame) {
      int n = bias.size();
      frame
          .kernels
          .pointwise()
          .biasUnary(
              f,
              frame.floats(bias),
              frame.at(bias),
              frame.floats(x),
              frame.at(x),
              frame.size(x) / n,
              n);
    }
  }

  private record GradAndBias(Unary f, View dy, View y, View dst, View bias) implements Step {
    @Override
    public void run(Frame frame) {
      int n = bias.size();
      frame
          .kernels
          .folds()
          .biasGrad(
              f,
              frame.floats(y),
              frame.at(y),
              frame.floats(dy),
              frame.at(dy),
              frame.floats(dst),
              frame.at(dst),
              frame.size(dst) / n,
              n,
              frame.floats(bias),
              frame.at(bias),
              false);
    }
  }

  private record Zip(Binary f, View a, View b, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] as = frame.floats(a);
      float[] bs = frame.floats(b);
      float[] to = frame.floats(dst);
      Cursor c = frame.cursor;
      if (!c.start(loop, frame, dst, a, b)) {
        return;
      }
      boolean eachA = loop.inner(1) == 1;
      boolean eachB = loop.inner(2) == 1;
      if (isRepeatedRow()) {
        int rows = loop.length(0, frame.rows);
        frame.kernels.pointwise().binaryRows(f, as, c.at[1], bs, c.at[2], to, c.at[0], rows, c.n);
        return;
      }
      do {
        if (eachA && eachB) {
          frame.kernels.pointwise().binary(f, as, c.at[1], bs, c.at[2], to, c.at[0], c.n);
        } else if (eachA) {
          frame.kernels.pointwise().binaryScalar(f, as, c.at[1], bs[c.at[2]], to, c.at[0], c.n);
        } else if (eachB) {
          frame.kernels.pointwise().scalarBinary(f, as[c.at[1]], bs, c.at[2], to, c.at[0], c.n);
        } else {
          frame.kernels.pointwise().binary(f, as, c.at[1], bs, c.at[2], to, c.at[0], 1);
          Arrays.fill(to, c.at[0], c.at[0] + c.n, to[c.at[0]]);
        }
      } while (c.next());
    }

    /** Whether b is one row for each row of a, as a bias is, and a and the result are packed. */
    private boolean isRepeatedRow() {
      return loop.depth() == 2
          && loop.inner(1) == 1
          && loop.inner(2) == 1
          && loop.strides[2][0] == 0
          && loop.strides[0][0] == loop.dims[1]
          && loop.strides[1][0] == loop.dims[1];
    }
  }

  private record Choose(View mask, View a, View b, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] masks = frame.floats(mask);
      float[] as = frame.floats(a);
      float[] bs = frame.floats(b);
      float[] to = frame.floats(dst);
      Cursor c = frame.cursor;
      if (!c.start(loop, frame, dst, mask, a, b)) {
        return;
      }
      boolean plain = loop.inner(1) == 1 && loop.inner(2) == 1 && loop.inner(3) == 1;
      do {
        if (plain) {
          frame
              .kernels
              .pointwise()
              .where(masks, c.at[1], as, c.at[2], bs, c.at[3], to, c.at[0], c.n);
        } else {
          for (int i = 0; i < c.n; i++) {
            boolean first = masks[c.at[1] + i * loop.inner(1)] != 0;
            to[c.at[0] + i] =
                first ? as[c.at[2] + i * loop.inner(2)] : bs[c.at[3] + i * loop.inner(3)];
          }
        }
      } while (c.next());
    }
  }

  private record Grad(Unary f, View dy, View y, View dst, Loop loop) implements Step {
    @Override
    public void run(Frame frame) {
      float[] dys = frame.floats(dy);
      float[] ys = frame.floats(y);
      float[] to = frame.floats(dst);
      Cursor c = frame.cursor;
      if (c.start(loop, frame, dst, dy, y)) {
        do {
          frame.kernels.pointwise().gradFromResult(f, ys, c.at[2], dys, c.at[1], to, c.at[0], c.n);
        } while (c.next());
      }
    }
  }
}
