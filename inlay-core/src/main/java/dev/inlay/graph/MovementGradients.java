package dev.inlay.graph;

import dev.inlay.graph.Contraction.MatMul;
import dev.inlay.graph.Movement.Slice;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The gradients of ops that move elements: they move them back. */
final class MovementGradients {
  private MovementGradients() {}

  static void send(Movement op, Node y, Node g, Backward to) {
    Graph graph = y.graph();
    Node x = y.input(0);
    switch (op) {
      case Movement.Reshape _, Movement.ReshapeLike _ ->
          to.send(x, () -> graph.add(new Movement.ReshapeLike(), g, x));
      case Movement.Transpose t -> to.send(x, () -> graph.add(inverse(t), g));
      case Movement.Concat c -> sendSlices(c, y, g, to);
      case Slice s -> to.send(x, () -> graph.add(new Movement.SliceGrad(s.axis(), s.from()), g, x));
      case Movement.SliceGrad s ->
          to.send(
              x,
              () -> {
                int length = x.shape().dim(s.axis());
                if (length == Shape.UNKNOWN) {
                  throw Autodiff.underivable(y);
                }
                int end = s.from() + length;
                return graph.add(new Slice(s.axis(), s.from(), end == 0 ? Slice.END : end), g);
              });
      case Movement.Pad p ->
          to.send(
              x,
              () ->
                  graph.add(
                      new Slice(p.axis(), p.before(), p.after() == 0 ? Slice.END : -p.after()), g));
      case Movement.Reverse r -> to.send(x, () -> graph.add(r, g));
    }
  }

  private static Movement.Transpose inverse(Movement.Transpose op) {
    List<Integer> perm = op.perm();
    return new Movement.Transpose(
        IntStream.range(0, perm.size()).map(perm::indexOf).boxed().toList());
  }

  /** A Concat's gradient, of which columns that nobody wants aren't computed if that is easy. */
  private static void sendSlices(Movement.Concat op, Node y, Node g, Backward to) {
    List<Node> inputs = y.inputs();
    List<Node> wanted = inputs.stream().filter(to::wants).toList();
    if (wanted.isEmpty()) {
      return;
    }
    int first = inputs.indexOf(wanted.getFirst());
    int behind = inputs.lastIndexOf(wanted.getLast()) + 1;
    int before = length(inputs.subList(0, first), op.axis());
    int after = length(inputs.subList(behind, inputs.size()), op.axis());
    boolean known = before != Shape.UNKNOWN && after != Shape.UNKNOWN;
    if (known && before + after > 0 && isOfColumns(g, op.axis())) {
      Node columns = columns(g, before, after == 0 ? Slice.END : -after);
      sendSlices(op, inputs.subList(first, behind), columns, to);
    } else {
      sendSlices(op, inputs, g, to);
    }
  }

  /** Whether places along an axis are columns of a product with the rows of one matrix. */
  private static boolean isOfColumns(Node g, int axis) {
    return g.op() instanceof MatMul(boolean transposeA, boolean transposeB)
        && !transposeA
        && transposeB
        && g.input(1).shape().rank() == 2
        && axis == g.shape().rank() - 1;
  }

  private static Node columns(Node product, int from, int to) {
    Graph graph = product.graph();
    String origin = graph.origin();
    graph.origin(product.origin());
    Node columns = graph.add(product.op(), product.input(0), product.input(1).slice(0, from, to));
    graph.origin(origin);
    return columns;
  }

  /**
   * Each input's part of the gradient, counted from the start of the axis as far as lengths are
   * known, and from its end after one that isn't.
   */
  private static void sendSlices(Movement.Concat op, List<Node> inputs, Node g, Backward to) {
    for (int i = 0; i < inputs.size(); i++) {
      int before = length(inputs.subList(0, i), op.axis());
      int after = length(inputs.subList(i + 1, inputs.size()), op.axis());
      int own = inputs.get(i).shape().dim(op.axis());
      int start;
      int end;
      if (before != Shape.UNKNOWN) {
        start = before;
        end = own != Shape.UNKNOWN ? before + own : after == 0 ? Slice.END : -after;
      } else {
        start = -(own + after);
        end = after == 0 ? Slice.END : -after;
      }
      boolean known =
          before == Shape.UNKNOWN
              ? own != Shape.UNKNOWN && after != Shape.UNKNOWN
              : own != Shape.UNKNOWN || after != Shape.UNKNOWN;
      to.send(
          inputs.get(i),
          () -> {
            if (!known) {
              throw new IllegalArgumentException(
                  "the gradient of a Concat of shapes %s along axis %d needs all lengths but one"
                      .formatted(inputs.stream().map(Node::shape).toList(), op.axis()));
            }
            return g.slice(op.axis(), start, end);
          });
    }
  }

  /** The length of all nodes together along an axis, if known. */
  private static int length(List<Node> nodes, int axis) {
    int length = 0;
    for (Node node : nodes) {
      int own = node.shape().dim(axis);
      if (own == Shape.UNKNOWN) {
        return Shape.UNKNOWN;
      }
      length += own;
    }
    return length;
  }
}
