package dev.inlay.graph;

import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Reduction.Reduce;
import dev.inlay.graph.Reduction.Unreduce;

/** The gradients of folds along axes. */
final class ReductionGradients {
  private ReductionGradients() {}

  static void send(Reduction op, Node y, Node g, Backward to) {
    Node x = y.input(0);
    Graph graph = y.graph();
    switch (op) {
      case Reduce r -> to.send(x, () -> unfold(r, x, y, g));
      case Unreduce u ->
          to.send(
              x,
              () ->
                  graph.add(
                      new Reduce(u.mean() ? Fold.MEAN : Fold.SUM, u.axes(), u.keepDims()), g));
      case Reduction.ExpandLike _ -> to.send(x, () -> graph.add(new Reduction.SumLike(), g, x));
      case Reduction.SumLike _ -> to.send(x, () -> graph.add(new Reduction.ExpandLike(), g, x));
      case Reduction.Softmax _ -> to.send(x, () -> y.mul(g.sub(g.mul(y).sumKeepingDims(-1))));
      case Reduction.LogSoftmax _ -> to.send(x, () -> g.sub(x.softmax().mul(g.sumKeepingDims(-1))));
      case Reduction.Standardize(float epsilon) ->
          to.send(x, () -> graph.add(new Reduction.StandardizeGrad(epsilon), x, y, g));
      case Reduction.StandardizeGrad _ -> throw Autodiff.underivable(y);
      case Reduction.CumSum c ->
          to.send(
              x, () -> graph.add(new Reduction.CumSum(c.axis(), c.exclusive(), !c.reverse()), g));
    }
  }

  private static Node unfold(Reduce op, Node x, Node y, Node g) {
    return switch (op.fold()) {
      case SUM -> repeat(op, g, x, false);
      case MEAN -> repeat(op, g, x, true);
      case MAX, MIN -> {
        // Equal extremes share alike.
        Node chosen = x.apply(Binary.EQUAL, repeat(op, y, x, false));
        Node count = x.graph().add(new Reduce(Fold.SUM, op.axes(), op.keepDims()), chosen);
        yield chosen.mul(repeat(op, g.div(count), x, false));
      }
      case PROD -> {
        // The product of all others is y / x; with one zero it is 0 for all but the zero itself,
        // with more zeros 0 for all.
        Graph graph = x.graph();
        Node one = graph.constant(1f);
        Node isZero = x.apply(Unary.NOT);
        Node nonZeros = isZero.where(one, x);
        Node product = graph.add(op, nonZeros);
        Node zeros = graph.add(new Reduce(Fold.SUM, op.axes(), op.keepDims()), isZero);
        Node noZeros = repeat(op, zeros.apply(Unary.NOT), x, false);
        Node oneZero = repeat(op, zeros.apply(Binary.EQUAL, one), x, false);
        yield repeat(op, g.mul(product), x, false)
            .mul(isZero.where(oneZero, noZeros.div(nonZeros)));
      }
    };
  }

  private static Node repeat(Reduce op, Node folded, Node like, boolean mean) {
    return like.graph().add(new Unreduce(op.axes(), op.keepDims(), mean), folded, like);
  }
}
