package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Recurrent;
import dev.inlay.kernel.Right;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps for recurrences: each step of time is one matrix product for all rows of the shard. */
final class Recurrences {
  private Recurrences() {}

  static void lower(Lowering l, Node node, Recurrent op) {
    Form x = l.form(node.input(0));
    int units = l.form(node.input(1)).dims()[0];
    int time = x.dims()[1];
    View kernel = l.packed(node.input(1), x.last());
    View h = l.packed(node.input(2), units);
    List<Node> in = node.inputs();
    Step step =
        switch (op) {
          case Recurrent.Lstm(boolean masked) -> {
            View z = l.packed(node.input(0), x.last());
            View c = l.packed(node.input(3), units);
            View mask = masked ? l.in(in.getLast(), 0) : null;
            yield new LstmSteps.Forward(units, time, z, kernel, h, c, mask, l.out(node));
          }
          case Recurrent.LstmGrad(boolean masked) -> {
            View c = l.packed(node.input(3), units);
            View mask = masked ? l.in(in.get(in.size() - 3), 0) : null;
            View y = l.in(in.get(in.size() - 2), 0);
            View dy = l.in(in.getLast(), 0);
            yield new LstmSteps.Backward(units, time, kernel, c, mask, y, dy, l.out(node));
          }
          case Recurrent.Gru(boolean after, boolean masked) -> {
            View z = l.packed(node.input(0), x.last());
            View bias = after ? l.packed(node.input(3), units) : null;
            View mask = masked ? l.in(in.getLast(), 0) : null;
            yield new GruSteps.Forward(units, time, z, kernel, h, bias, mask, l.out(node));
          }
          case Recurrent.GruGrad(boolean after, boolean masked) -> {
            View mask = masked ? l.in(in.get(in.size() - 3), 0) : null;
            View y = l.in(in.get(in.size() - 2), 0);
            View dy = l.in(in.getLast(), 0);
            yield new GruSteps.Backward(after, units, time, kernel, h, mask, y, dy, l.out(node));
          }
          case Recurrent.SimpleRnn(boolean masked) -> {
            View z = l.packed(node.input(0), units);
            View mask = masked ? l.in(in.getLast(), 0) : null;
            yield new SimpleRnnSteps.Forward(units, time, z, kernel, h, mask, l.out(node));
          }
          case Recurrent.SimpleRnnGrad(boolean masked) -> {
            View mask = masked ? l.in(in.get(in.size() - 3), 0) : null;
            View y = l.in(in.get(in.size() - 2), 0);
            View dy = l.in(in.getLast(), 0);
            yield new SimpleRnnSteps.Backward(units, time, kernel, mask, y, dy, l.out(node));
          }
        };
    l.emit(x.size() * 2.0 * units, step);
  }

  /** Whether a row's step counts. */
  static boolean counts(Frame f, @Nullable View mask, int step) {
    return mask == null || f.floats(mask)[f.at(mask) + step] != 0;
  }

  /**
   * A kernel's columns from {@code column} on, laid out for the products of all steps.
   *
   * @param which where: steps with two kernels have two places
   */
  static Right laid(
      Frame f, int which, boolean transposed, int units, View kernel, int column, int columns) {
    Right right = f.right(which);
    f.kernels
        .matMul()
        .lay(
            transposed,
            transposed ? units : columns,
            transposed ? columns : units,
            f.floats(kernel),
            f.at(kernel) + column,
            kernel.width(),
            right);
    return right;
  }
}
