package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.CrossEntropy.CrossEntropyGrad;
import dev.inlay.graph.CrossEntropy.SigmoidCrossEntropy;
import dev.inlay.graph.CrossEntropy.SoftmaxCrossEntropy;
import dev.inlay.graph.CrossEntropy.SparseSoftmaxCrossEntropy;
import dev.inlay.graph.Node;
import java.util.Objects;

/** Steps for cross-entropies and their gradients, which one kernel gives together. */
final class Losses {
  private static final double COST = 20;

  private Losses() {}

  static void lower(Lowering l, Node node, CrossEntropy op) {
    boolean grad = op instanceof CrossEntropyGrad;
    int first = grad ? 1 : 0;
    Node logits = node.input(first);
    Node labels = node.input(first + 1);
    CrossEntropy loss = op instanceof CrossEntropyGrad(var of) ? of : op;
    switch (loss) {
      case SigmoidCrossEntropy _ -> {
        View x = spread(l, logits, l.form(node));
        View y = spread(l, labels, l.form(node));
        View g = grad ? spread(l, node.input(0), l.form(node)) : null;
        View dst = l.out(node);
        l.emit(
            COST * dst.size(), g == null ? new Sigmoid(x, y, dst) : new SigmoidGrad(g, x, y, dst));
      }
      case SoftmaxCrossEntropy _ -> {
        int classes = l.form(logits).last();
        Form all = grad ? l.form(node) : l.form(node).append(classes);
        View x = pieces(spread(l, logits, all), classes);
        View y = pieces(spread(l, labels, all), classes);
        View g = grad ? l.in(node.input(0), 0) : null;
        View dst = l.out(node);
        l.emit(COST * x.size(), g == null ? new Softmax(x, y, dst) : new SoftmaxGrad(g, x, y, dst));
      }
      case SparseSoftmaxCrossEntropy _ -> {
        int classes = l.form(logits).last();
        View x = l.packed(logits, classes);
        View y = l.in(labels, 0);
        View g = grad ? l.in(node.input(0), 0) : null;
        View dst = l.out(node);
        Ids check = Ids.labels(labels, l.form(labels).size(), classes);
        l.emit(
            COST * x.size(),
            g == null ? new Sparse(x, y, dst, check) : new SparseGrad(g, x, y, dst, check));
      }
      case CrossEntropyGrad _ -> throw new IllegalStateException("a gradient of a gradient");
    }
  }

  /** An operand in the shape of the result. */
  private static View spread(Lowering l, Node operand, Form all) {
    return l.form(operand).equals(all) ? l.in(operand, 0) : Movements.repeat(l, operand, all);
  }

  private static View pieces(View packed, int width) {
    return Objects.requireNonNull(packed.cut(width));
  }

  private record Sigmoid(View x, View y, View dst) implements Step {
    @Override
    public void run(Frame f) {
      int n = f.size(dst);
      float[] grad = f.spare(0, n);
      f.kernels
          .losses()
          .sigmoidCrossEntropy(
              f.floats(x), f.at(x), f.floats(y), f.at(y), f.floats(dst), f.at(dst), grad, 0, n);
    }
  }

  private record SigmoidGrad(View g, View x, View y, View dst) implements Step {
    @Override
    public void run(Frame f) {
      int n = f.size(dst);
      float[] loss = f.spare(0, n);
      float[] to = f.floats(dst);
      int at = f.at(dst);
      f.kernels
          .losses()
          .sigmoidCrossEntropy(f.floats(x), f.at(x), f.floats(y), f.at(y), loss, 0, to, at, n);
      f.kernels.pointwise().binary(Binary.MUL, to, at, f.floats(g), f.at(g), to, at, n);
    }
  }

  private record Softmax(View x, View y, View dst) implements Step {
    @Override
    public void run(Frame f) {
      float[] grad = f.spare(0, f.size(x));
      f.kernels
          .losses()
          .softmaxCrossEntropy(
              f.floats(x),
              f.at(x),
              f.floats(y),
              f.at(y),
              f.floats(dst),
              f.at(dst),
              grad,
              0,
              f.pieces(x),
              x.width());
    }
  }

  private record SoftmaxGrad(View g, View x, View y, View dst) implements Step {
    @Override
    public void run(Frame f) {
      float[] loss = f.spare(0, f.pieces(x));
      f.kernels
          .losses()
          .softmaxCrossEntropy(
              f.floats(x),
              f.at(x),
              f.floats(y),
              f.at(y),
              loss,
              0,
              f.floats(dst),
              f.at(dst),
              f.pieces(x),
              x.width());
      scale(f, g, dst, x.width());
    }
  }

  private record Sparse(View x, View y, View dst, Ids check) implements Step {
    @Override
    public void run(Frame f) {
      check.check(f.ints(y), f.at(y), f.size(y), f.row);
      float[] grad = f.spare(0, f.size(x));
      f.kernels
          .losses()
          .sparseSoftmaxCrossEntropy(
              f.floats(x),
              f.at(x),
              f.ints(y),
              f.at(y),
              f.floats(dst),
              f.at(dst),
              grad,
              0,
              f.pieces(x),
              x.width());
    }
  }

  private record SparseGrad(View g, View x, View y, View dst, Ids check) implements Step {
    @Override
    public void run(Frame f) {
      check.check(f.ints(y), f.at(y), f.size(y), f.row);
      float[] loss = f.spare(0, f.pieces(x));
      f.kernels
          .losses()
          .sparseSoftmaxCrossEntropy(
              f.floats(x),
              f.at(x),
              f.ints(y),
              f.at(y),
              loss,
              0,
              f.floats(dst),
              f.at(dst),
              f.pieces(x),
              x.width());
      scale(f, g, dst, x.width());
    }
  }

  /** Each row of a gradient times the gradient that came back to its loss. */
  private static void scale(Frame f, View g, View dst, int width) {
    float[] to = f.floats(dst);
    float[] gs = f.floats(g);
    int at = f.at(dst);
    int rows = f.size(g);
    for (int r = 0; r < rows; r++) {
      float each = gs[f.at(g) + r];
      int row = at + r * width;
      f.kernels.pointwise().binaryScalar(Binary.MUL, to, row, each, to, row, width);
    }
  }
}
