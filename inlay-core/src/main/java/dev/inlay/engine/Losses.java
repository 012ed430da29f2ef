package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.CrossEntropy.CrossEntropyGrad;
import dev.inlay.graph.CrossEntropy.SigmoidCrossEntropy;
import dev.inlay.graph.CrossEntropy.SoftmaxCrossEntropy;
import dev.inlay.graph.CrossEntropy.SparseSoftmaxCrossEntropy;
import dev.inlay.graph.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps for cross-entropies. One kernel gives losses and gradients together, so the step of a loss
 * also computes what its gradient has in common with it.
 */
final class Losses {
  private static final double COST = 20;

  private Losses() {}

  static void lower(Lowering l, Node node, CrossEntropy op) {
    if (!(op instanceof CrossEntropyGrad(CrossEntropy loss))) {
      Node gradient = Fusions.lossGradient(l, node);
      View raw = null;
      if (gradient != null) {
        raw = l.out(gradient);
        l.share(gradient);
      }
      both(l, op, node.input(0), node.input(1), l.out(node), raw, all(l, node, op));
      return;
    }
    View dst = l.out(node);
    if (!l.isShared(node)) {
      both(l, loss, node.input(1), node.input(2), null, dst, l.form(node));
    }
    boolean each = loss instanceof SigmoidCrossEntropy;
    View g = each ? spread(l, node.input(0), l.form(node)) : l.in(node.input(0), 0);
    l.emit(dst.size(), new Scaling(g, l.out(node), each ? 1 : l.form(node).last()));
  }

  /** The shape of a loss's gradient. */
  private static Form all(Lowering l, Node node, CrossEntropy loss) {
    return loss instanceof SigmoidCrossEntropy
        ? l.form(node)
        : l.form(node).append(l.form(node.input(0)).last());
  }

  private static void both(
      Lowering l,
      CrossEntropy loss,
      Node logits,
      Node labels,
      @Nullable View value,
      @Nullable View gradient,
      Form all) {
    View x = pieces(spread(l, logits, all), all);
    boolean sparse = loss instanceof SparseSoftmaxCrossEntropy;
    View y = sparse ? l.in(labels, 0) : pieces(spread(l, labels, all), all);
    Ids check = sparse ? Ids.labels(labels, l.form(labels).size(), all.last()) : null;
    l.emit(COST * x.size(), new Both(loss, x, y, value, gradient, check));
  }

  /** An operand in the shape of the result. */
  private static View spread(Lowering l, Node operand, Form all) {
    return l.form(operand).equals(all) ? l.in(operand, 0) : Movements.repeat(l, operand, all);
  }

  private static View pieces(View packed, Form form) {
    return form.rank() == 0 ? packed : Objects.requireNonNull(packed.cut(form.last()));
  }

  /** Losses and their gradients, or only one of both. */
  private record Both(
      CrossEntropy op,
      View x,
      View y,
      @Nullable View value,
      @Nullable View gradient,
      @Nullable Ids check)
      implements Step {
    @Override
    public void run(Frame f) {
      int rows = f.pieces(x);
      int n = x.width();
      float[] loss = value == null ? f.spare(0, rows * n) : f.floats(value);
      int lossAt = value == null ? 0 : f.at(value);
      float[] grad = gradient == null ? f.spare(0, rows * n) : f.floats(gradient);
      int gradAt = gradient == null ? 0 : f.at(gradient);
      float[] xs = f.floats(x);
      int xAt = f.at(x);
      var losses = f.kernels.losses();
      switch (op) {
        case SigmoidCrossEntropy _ ->
            losses.sigmoidCrossEntropy(
                xs, xAt, f.floats(y), f.at(y), loss, lossAt, grad, gradAt, rows * n);
        case SoftmaxCrossEntropy _ ->
            losses.softmaxCrossEntropy(
                xs, xAt, f.floats(y), f.at(y), loss, lossAt, grad, gradAt, rows, n);
        case SparseSoftmaxCrossEntropy _ -> {
          Objects.requireNonNull(check).check(f.ints(y), f.at(y), f.size(y), f.row);
          losses.sparseSoftmaxCrossEntropy(
              xs, xAt, f.ints(y), f.at(y), loss, lossAt, grad, gradAt, rows, n);
        }
        case CrossEntropyGrad _ -> throw new IllegalStateException("a gradient of a gradient");
      }
    }
  }

  /** Each piece of a gradient times the gradient that came back to its loss. */
  private record Scaling(View g, View dst, int width) implements Step {
    @Override
    public void run(Frame f) {
      float[] to = f.floats(dst);
      float[] gs = f.floats(g);
      int at = f.at(dst);
      int first = f.at(g);
      if (width == 1) {
        f.kernels.pointwise().binary(Binary.MUL, to, at, gs, first, to, at, f.size(dst));
        return;
      }
      int rows = f.size(g);
      for (int r = 0; r < rows; r++) {
        int row = at + r * width;
        f.kernels.pointwise().binaryScalar(Binary.MUL, to, row, gs[first + r], to, row, width);
      }
    }
  }
}
