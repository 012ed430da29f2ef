package dev.inlay.graph;

import dev.inlay.graph.Movement.Slice;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradient of a {@link Scan}: another one, the other way through time (Werbos 1990). A step of
 * it computes the step forward again from the states before it, which the result holds, and goes
 * back from there; its states are the gradients of the states, and the sums of those of values by
 * row.
 *
 * <p>Gradients of values that all rows share are sums over rows, and sums over steps as well. Their
 * summands are stacked and added up behind the loop: of a kernel it is one product of matrices for
 * all steps, not one for each.
 */
final class ScanGradient {
  private final Scan op;
  private final Node y;
  private final List<Node> inputs;
  private final Loop loop;
  private final int outputs;

  /** The values by row whose gradients are wanted: places among the inputs. */
  private final List<Integer> rows = new ArrayList<>();

  private final Map<Node, Node> outer = new HashMap<>();

  ScanGradient(Scan op, Node y, Node g, Backward to) {
    this.op = op;
    this.y = y;
    this.inputs = y.inputs();
    this.outputs = op.body().outputs().size();
    List<Node> sequences = new ArrayList<>();
    List<Node> first = new ArrayList<>();
    for (int i = 0; i < op.states(); i++) {
      sequences.add(before(op.part(y, i), inputs.get(i)));
      first.add(zeros(inputs.get(i)));
    }
    sequences.addAll(inputs.subList(op.states(), op.states() + op.sequences()));
    for (int i = 0; i < outputs; i++) {
      sequences.add(op.part(g, i));
    }
    int byRow = op.states() + op.sequences();
    for (int i = byRow; i < byRow + op.rows(); i++) {
      if (to.wants(inputs.get(i))) {
        rows.add(i);
        first.add(zeros(inputs.get(i)));
      }
    }
    Set<Node> known = Set.copyOf(inputs.subList(byRow, byRow + op.rows()));
    this.loop = new Loop(sequences, first, !op.reverse(), known::contains);
  }

  /** Sends an op's inputs their gradients. */
  static void send(Scan op, Node y, Node g, Backward to) {
    if (y.inputs().stream().anyMatch(to::wants)) {
      new ScanGradient(op, y, g, to).send(to);
    }
  }

  private void send(Backward to) {
    List<Node> within = within();
    Map<Node, Gradient> gradients =
        Autodiff.gradients(loop.body(), seeds(forward(within)), wanted(within, to));
    List<Node> after = new ArrayList<>();
    for (int i = 0; i < op.states(); i++) {
      after.add(of(gradients, within.get(i)));
    }
    for (int i = 0; i < rows.size(); i++) {
      Node sum = loop.states().get(op.states() + i);
      after.add(sum.add(of(gradients, within.get(rows.get(i)))));
    }
    Map<Integer, Node> steps = new LinkedHashMap<>();
    Map<Integer, Node> shared = new LinkedHashMap<>();
    for (int i = op.states(); i < inputs.size(); i++) {
      if (to.wants(inputs.get(i)) && !rows.contains(i)) {
        boolean sequence = i < op.states() + op.sequences();
        (sequence ? steps : shared).put(i, of(gradients, within.get(i)));
      }
    }
    BatchRows counts = loop.rows();
    Set<Node> summands = summands(shared.values(), counts);
    List<Node> results = new ArrayList<>(steps.values());
    summands.forEach(node -> results.add(byBatch(node, counts.of(node))));
    Loop.Result result = loop.close(after, results);

    for (int i = 0; i < op.states(); i++) {
      Node state = result.states().get(i);
      to.send(inputs.get(i), () -> last(state));
    }
    for (int i = 0; i < rows.size(); i++) {
      Node sum = result.states().get(op.states() + i);
      to.send(inputs.get(rows.get(i)), () -> last(sum));
    }
    int place = 0;
    for (int i : steps.keySet()) {
      Node step = result.outputs().get(place++);
      to.send(inputs.get(i), () -> step);
    }
    for (Node node : summands) {
      outer.put(node, merged(result.outputs().get(place++), node.shape()));
    }
    shared.forEach((i, gradient) -> to.send(inputs.get(i), () -> outside(gradient)));
  }

  /** What stands in the loop for each of the op's inputs. */
  private List<Node> within() {
    List<Node> within = new ArrayList<>(loop.steps().subList(0, op.states() + op.sequences()));
    for (Node input : inputs.subList(within.size(), inputs.size())) {
      within.add(loop.body().local("Scan", input));
    }
    return within;
  }

  /** The body's outputs, computed again. */
  private List<Node> forward(List<Node> within) {
    Map<Node, Node> copies = new HashMap<>();
    for (int i = 0; i < within.size(); i++) {
      copies.put(op.body().inputs().get(i), within.get(i));
    }
    for (Node node : op.body().graph().nodes()) {
      if (node.inputs().stream().allMatch(copies::containsKey)
          && !(node.op() instanceof Source.Input)) {
        loop.body().origin(node.origin());
        copies.put(
            node, loop.body().add(node.op(), node.inputs().stream().map(copies::get).toList()));
      }
    }
    return op.body().outputs().stream().map(copies::get).toList();
  }

  /** The gradient of each output: what its own step brings and, of a state, what later ones do. */
  private Map<Node, Node> seeds(List<Node> forward) {
    Map<Node, Node> seeds = new LinkedHashMap<>();
    int own = op.states() + op.sequences();
    for (int i = 0; i < outputs; i++) {
      Node g = loop.steps().get(own + i);
      seeds.merge(forward.get(i), i < op.states() ? g.add(loop.states().get(i)) : g, Node::add);
    }
    return seeds;
  }

  private List<Node> wanted(List<Node> within, Backward to) {
    List<Node> wanted = new ArrayList<>(within.subList(0, op.states()));
    for (int i = op.states(); i < inputs.size(); i++) {
      if (to.wants(inputs.get(i))) {
        wanted.add(within.get(i));
      }
    }
    return wanted;
  }

  private static Node of(Map<Node, Gradient> gradients, Node node) {
    return gradients.get(node) instanceof Gradient.Dense(Node value) ? value : zeros(node);
  }

  private static Node zeros(Node like) {
    return like.graph().add(new Reduction.ExpandLike(), like.graph().constant(0f), like);
  }

  /** The states before each step. */
  private Node before(Node after, Node first) {
    int[] dims = new int[first.shape().rank() + 1];
    dims[1] = 1;
    for (int axis = 2; axis < dims.length; axis++) {
      dims[axis] = first.shape().dim(axis - 1);
    }
    Node start = first.reshape(dims);
    return op.reverse()
        ? Node.concat(1, after.slice(1, 1, Slice.END), start)
        : Node.concat(1, start, after.slice(1, 0, -1));
  }

  /** The states when the loop has gone back to the first step. */
  private Node last(Node states) {
    Node one = op.reverse() ? states.slice(1, -1, Slice.END) : states.slice(1, 0, 1);
    int[] dims = new int[states.shape().rank() - 1];
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = states.shape().dim(axis + 1);
    }
    return one.reshape(dims);
  }

  /** The values by row of which gradients that all rows share are sums. */
  private static Set<Node> summands(Collection<Node> gradients, BatchRows counts) {
    Set<Node> summands = new LinkedHashSet<>();
    Set<Node> seen = new LinkedHashSet<>();
    gradients.forEach(node -> gather(node, counts, summands, seen));
    return summands;
  }

  private static void gather(Node node, BatchRows counts, Set<Node> summands, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    for (Node input : node.inputs()) {
      if (counts.of(input) == 0) {
        gather(input, counts, summands, seen);
      } else if (addsUp(node.op())) {
        summands.add(input);
      } else {
        throw new IllegalArgumentException(
            "no gradient of a loop through %s, which isn't a sum over the batch; unroll the loop"
                .formatted(node));
      }
    }
  }

  /** Whether the result for many rows is the sum of those for some of them and the others. */
  private static boolean addsUp(Op op) {
    return op instanceof Contraction.MatMul
        || op instanceof Reduction.SumLike
        || (op instanceof Reduction.Reduce r && r.fold() == Reduction.Fold.SUM)
        || op instanceof Lookup.GatherGrad
        || op instanceof Window.ConvKernelGrad;
  }

  /** A value of several rows for each of the batch's, as one. */
  private static Node byBatch(Node node, int count) {
    if (count == 1) {
      return node;
    }
    int[] dims = new int[node.shape().rank() + 1];
    dims[0] = -1;
    dims[1] = count;
    for (int axis = 2; axis < dims.length; axis++) {
      dims[axis] = node.shape().dim(axis - 1);
    }
    return node.reshape(dims);
  }

  /** What a summand is for all steps, as rows. */
  private static Node merged(Node stacked, Shape one) {
    int[] dims = one.dims();
    dims[0] = -1;
    return stacked.reshape(dims);
  }

  /** A node of the loop's body that all rows share, made behind the loop, of all steps. */
  private Node outside(Node node) {
    Node known = outer.get(node);
    if (known == null) {
      known =
          node.op() instanceof Source.Input
              ? loop.outer(node)
              : y.graph().add(node.op(), node.inputs().stream().map(this::outside).toList());
      outer.put(node, known);
    }
    return known;
  }
}
