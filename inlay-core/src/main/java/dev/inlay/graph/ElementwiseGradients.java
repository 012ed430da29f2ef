package dev.inlay.graph;

import dev.inlay.graph.Elementwise.ActivationGrad;
import dev.inlay.graph.Elementwise.Where;

/** The gradients of functions of each element. */
final class ElementwiseGradients {
  private static final float TWO_BY_ROOT_PI = (float) (2 / Math.sqrt(Math.PI));

  private ElementwiseGradients() {}

  static void send(Elementwise op, Node y, Node g, Backward to) {
    Graph graph = y.graph();
    Node x = y.input(0);
    Node b = y.inputs().getLast(); // the second of two
    switch (op) {
      case Unary.ABS -> to.send(x, () -> g.mul(x.apply(Unary.SIGN)));
      case Unary.NEG -> to.send(x, g::neg);
      case Unary.EXP -> to.send(x, () -> g.mul(y));
      case Unary.EXPM1 -> to.send(x, () -> g.mul(y.add(1)));
      case Unary.LOG -> to.send(x, () -> g.div(x));
      case Unary.LOG1P -> to.send(x, () -> g.div(x.add(1)));
      case Unary.SQRT -> to.send(x, () -> g.mul(0.5f).div(y));
      case Unary.RECIPROCAL -> to.send(x, () -> g.mul(y.square()).neg());
      case Unary.SQUARE -> to.send(x, () -> g.mul(x.mul(2)));
      case Unary.SIN -> to.send(x, () -> g.mul(x.apply(Unary.COS)));
      case Unary.COS -> to.send(x, () -> g.mul(x.apply(Unary.SIN)).neg());
      case Unary.ATAN -> to.send(x, () -> g.div(x.square().add(1)));
      case Unary.TANH -> to.send(x, () -> graph.add(new ActivationGrad(Unary.TANH), g, y));
      case Unary.SIGMOID -> to.send(x, () -> graph.add(new ActivationGrad(Unary.SIGMOID), g, y));
      case Unary.RELU -> to.send(x, () -> graph.add(new ActivationGrad(Unary.RELU), g, y));
      case Unary.SOFTPLUS -> to.send(x, () -> g.mul(x.sigmoid()));
      case Unary.ERF -> to.send(x, () -> g.mul(x.square().neg().exp().mul(TWO_BY_ROOT_PI)));
      case Unary.SIGN, Unary.FLOOR, Unary.CEIL, Unary.ROUND, Unary.NOT, Unary.IS_FINITE -> {}

      case Binary.ADD -> {
        to.send(x, () -> g);
        to.send(b, () -> g);
      }
      case Binary.SUB -> {
        to.send(x, () -> g);
        to.send(b, g::neg);
      }
      case Binary.MUL -> {
        to.send(x, () -> g.mul(b));
        to.send(b, () -> g.mul(x));
      }
      case Binary.DIV -> {
        to.send(x, () -> g.div(b));
        to.send(b, () -> g.mul(y.div(b)).neg());
      }
      case Binary.DIV_NO_NAN -> {
        to.send(x, () -> g.apply(Binary.DIV_NO_NAN, b));
        to.send(b, () -> g.mul(y.apply(Binary.DIV_NO_NAN, b)).neg());
      }
      case Binary.POW -> {
        to.send(x, () -> g.mul(b.mul(x.pow(b.sub(1)))));
        // As in TensorFlow, a base that isn't positive counts as 1, whose logarithm is 0.
        to.send(b, () -> g.mul(y.mul(x.greater(0).where(x, graph.constant(1f)).log())));
      }
      // Of equals, the first takes it all.
      case Binary.MIN -> sendChosen(x.apply(Binary.LESS_OR_EQUAL, b), x, b, g, to);
      case Binary.MAX -> sendChosen(x.apply(Binary.GREATER_OR_EQUAL, b), x, b, g, to);
      case Binary.EQUAL,
          Binary.LESS,
          Binary.LESS_OR_EQUAL,
          Binary.GREATER,
          Binary.GREATER_OR_EQUAL,
          Binary.AND,
          Binary.OR -> {}
      case Whole _ -> {}

      case Where _ -> sendChosen(x, y.input(1), y.input(2), g, to);
      // To or from integers, one side takes no gradient.
      case Elementwise.Cast _ -> to.send(x, () -> g);
      case Elementwise.StopGradient _ -> {}
      case ActivationGrad grad -> send(grad, x, b, g, to);
    }
  }

  private static void sendChosen(Node isFirst, Node first, Node second, Node g, Backward to) {
    Node zero = g.graph().constant(0f);
    to.send(first, () -> isFirst.where(g, zero));
    to.send(second, () -> isFirst.where(zero, g));
  }

  /**
   * The second derivative of an activation; {@code g} is for its inner, {@code inner}, gradient.
   */
  private static void send(ActivationGrad op, Node inner, Node result, Node g, Backward to) {
    to.send(inner, () -> g.graph().add(op, g, result));
    if (op.activation() == Unary.SIGMOID) {
      to.send(result, () -> g.mul(inner.mul(result.mul(-2).add(1))));
    } else if (op.activation() == Unary.TANH) {
      to.send(result, () -> g.mul(inner.mul(result.mul(-2))));
    }
  }
}
