package dev.inlay.graph;

import dev.inlay.graph.Movement.Slice;
import java.util.ArrayList;
import java.util.List;

/** The gradients of recurrences. */
final class RecurrentGradients {
  private RecurrentGradients() {}

  static void send(Recurrent op, Node y, Node g, Backward to) {
    switch (op) {
      case Recurrent.Lstm lstm -> {
        if (y.inputs().subList(0, 4).stream().anyMatch(to::wants)) {
          lstm(lstm, y, g, to);
        }
      }
      case Recurrent.LstmGrad _ -> throw Autodiff.underivable(y);
    }
  }

  private static void lstm(Recurrent.Lstm op, Node y, Node g, Backward to) {
    Node z = y.input(0);
    Node kernel = y.input(1);
    Node firstH = y.input(2);
    Node firstC = y.input(3);
    int units = kernel.shape().dim(0);
    List<Node> all = new ArrayList<>(y.inputs());
    all.add(y);
    all.add(g);
    Node gradient = y.graph().add(new Recurrent.LstmGrad(op.masked()), all);
    Node gates = gradient.slice(1, 0, -1);
    to.send(z, () -> gates);
    to.send(
        kernel,
        () -> {
          Node h = y.slice(2, 5 * units, Slice.END);
          Node before = Node.concat(1, firstH.reshape(0, 1, units), h.slice(1, 0, -1));
          return y.graph()
              .add(
                  new Contraction.MatMul(true, false),
                  ContractionGradients.rows(before),
                  ContractionGradients.rows(gates));
        });
    Node first = gradient.slice(1, -1, Slice.END);
    to.send(firstH, () -> first.slice(2, 0, units).reshape(0, units));
    to.send(firstC, () -> first.slice(2, units, 2 * units).reshape(0, units));
  }
}
