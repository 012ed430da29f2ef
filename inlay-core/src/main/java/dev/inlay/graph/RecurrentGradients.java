package dev.inlay.graph;

import dev.inlay.graph.Movement.Slice;
import java.util.ArrayList;
import java.util.List;

/** The gradients of recurrences. */
final class RecurrentGradients {
  private RecurrentGradients() {}

  static void send(Recurrent op, Node y, Node g, Backward to) {
    int units = y.input(1).shape().dim(0);
    switch (op) {
      case Recurrent.Lstm(boolean masked) -> {
        if (wanted(y, 4, to)) {
          lstm(y, gradient(new Recurrent.LstmGrad(masked), y, g), units, to);
        }
      }
      case Recurrent.Gru(boolean after, boolean masked) -> {
        if (wanted(y, after ? 4 : 3, to)) {
          gru(after, y, gradient(new Recurrent.GruGrad(after, masked), y, g), units, to);
        }
      }
      case Recurrent.SimpleRnn(boolean masked) -> {
        if (wanted(y, 3, to)) {
          Node gradient = gradient(new Recurrent.SimpleRnnGrad(masked), y, g);
          Node steps = gradient.slice(1, 0, -1);
          to.send(y.input(0), () -> steps);
          to.send(y.input(1), () -> product(before(y, y.input(2), units), steps));
          to.send(y.input(2), () -> gradient.slice(1, -1, Slice.END).reshape(0, units));
        }
      }
      case Recurrent.LstmGrad _, Recurrent.GruGrad _, Recurrent.SimpleRnnGrad _ ->
          throw Autodiff.underivable(y);
    }
  }

  /** Whether one of the first inputs wants its gradient. */
  private static boolean wanted(Node y, int inputs, Backward to) {
    return y.inputs().subList(0, inputs).stream().anyMatch(to::wants);
  }

  private static Node gradient(Recurrent op, Node y, Node g) {
    List<Node> all = new ArrayList<>(y.inputs());
    all.add(y);
    all.add(g);
    return y.graph().add(op, all);
  }

  private static void lstm(Node y, Node gradient, int units, Backward to) {
    Node gates = gradient.slice(1, 0, -1);
    to.send(y.input(0), () -> gates);
    to.send(
        y.input(1),
        () -> product(before(y.slice(2, 5 * units, Slice.END), y.input(2), units), gates));
    Node first = gradient.slice(1, -1, Slice.END);
    to.send(y.input(2), () -> first.slice(2, 0, units).reshape(0, units));
    to.send(y.input(3), () -> first.slice(2, units, 2 * units).reshape(0, units));
  }

  private static void gru(boolean after, Node y, Node gradient, int units, Backward to) {
    Node steps = gradient.slice(1, 0, -1);
    Node gates = steps.slice(2, 0, 2 * units);
    Node inner = steps.slice(2, 3 * units, Slice.END);
    to.send(y.input(0), () -> steps.slice(2, 0, 3 * units));
    to.send(
        y.input(1),
        () -> {
          Node h = before(y.slice(2, 4 * units, Slice.END), y.input(2), units);
          Node candidate =
              after
                  ? product(h, inner)
                  : product(y.slice(2, 3 * units, 4 * units), steps.slice(2, 2 * units, 3 * units));
          return Node.concat(1, product(h, gates), candidate);
        });
    to.send(
        y.input(2), () -> gradient.slice(1, -1, Slice.END).slice(2, 0, units).reshape(0, units));
    if (after) {
      to.send(y.input(3), () -> inner.sum(0, 1));
    }
  }

  /** The states before each step. */
  private static Node before(Node h, Node first, int units) {
    return Node.concat(1, first.reshape(0, 1, units), h.slice(1, 0, -1));
  }

  /** The sum over all steps of all rows of the outer products of both values. */
  private static Node product(Node a, Node b) {
    return a.graph()
        .add(
            new Contraction.MatMul(true, false),
            ContractionGradients.rows(a),
            ContractionGradients.rows(b));
  }
}
