package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Writes a {@link Scan}: the nodes of a step are made once, of {@link #steps} and {@link #states},
 * and may use any nodes of the graph around the loop.
 *
 * <pre>{@code
 * Loop loop = Loop.over(List.of(sequence), List.of(first));
 * Node h = loop.steps().get(0).add(loop.states().get(0).matMul(kernel)).tanh();
 * Node all = loop.close(List.of(h), List.of()).states().get(0);
 * }</pre>
 */
public final class Loop {
  private final Graph around;
  private final Graph body;
  private final List<Node> sequences;
  private final List<Node> first = new ArrayList<>();
  private final List<Node> steps = new ArrayList<>();
  private final List<Node> states = new ArrayList<>();
  private final boolean reverse;
  private final Predicate<Node> isRow;

  /**
   * What a loop gives for all its steps, {@code [batch, time, …]} each.
   *
   * @param states those after each step
   * @param outputs what else was wanted
   */
  public record Result(List<Node> states, List<Node> outputs) {}

  /**
   * @param isRow whether a node that the body uses of the graph around it has a row for each of the
   *     batch's
   */
  Loop(List<Node> sequences, List<Node> first, boolean reverse, Predicate<Node> isRow) {
    this.sequences = List.copyOf(sequences);
    this.reverse = reverse;
    this.isRow = isRow;
    this.around = sequences.getFirst().graph();
    this.body = new Graph(around);
    first.forEach(this::state);
    for (Node sequence : sequences) {
      steps.add(body.input(spec("step " + steps.size(), sequence, sequence.shape().without(1))));
    }
  }

  /**
   * A loop from the first step to the last.
   *
   * @param sequences {@code [batch, time, …]}, one or more
   * @param first the states before the first step, {@code [batch, …]}
   */
  public static Loop over(List<Node> sequences, List<Node> first) {
    int batch = sequences.getFirst().shape().dim(0);
    List<Node> known = new ArrayList<>(sequences);
    known.addAll(first);
    Map<Node, Boolean> seen = new HashMap<>();
    known.forEach(node -> seen.put(node, true));
    return new Loop(
        sequences,
        first,
        false,
        node ->
            node.shape().rank() > 0
                && node.shape().dim(0) == batch
                && (batch == Shape.UNKNOWN || comesWithBatch(node, seen)));
  }

  /** Whether a node is made of what comes with a batch. Else it has the same length by chance. */
  private static boolean comesWithBatch(Node node, Map<Node, Boolean> seen) {
    Boolean known = seen.get(node);
    if (known == null) {
      known = node.graph().isGiven(node);
      for (Node input : node.inputs()) {
        known |= comesWithBatch(input, seen);
      }
      seen.put(node, known);
    }
    return known;
  }

  /** Where the nodes of a step are made. */
  public Graph body() {
    return body;
  }

  /** The present step's values of each sequence, {@code [batch, …]}. */
  public List<Node> steps() {
    return List.copyOf(steps);
  }

  /**
   * One state more.
   *
   * @param before what it is before the first step, {@code [batch, …]}
   * @return what it is before the present step
   */
  public Node state(Node before) {
    Node state = body.input(spec("state " + states.size(), before, before.shape()));
    first.add(before);
    states.add(state);
    return state;
  }

  /** The states before the present step. */
  public List<Node> states() {
    return List.copyOf(states);
  }

  /**
   * Whether a step computes each row of the batch by itself, so that this can be a Scan.
   *
   * @param results all that a step is to give
   */
  public boolean suits(List<Node> results) {
    List<Node> own = own(results);
    BatchRows rows = rows();
    return own.stream().allMatch(node -> rows.of(node) == 1) && rows.firstMixed(own) == null;
  }

  /** How the body's nodes grow with the batch. */
  BatchRows rows() {
    return BatchRows.of(
        body, input -> states.contains(input) || steps.contains(input) || isRow.test(outer(input)));
  }

  /** The node for which the body has this input. */
  Node outer(Node input) {
    for (var captured : body.captured().entrySet()) {
      if (captured.getValue() == input) {
        return captured.getKey();
      }
    }
    throw new IllegalArgumentException(
        "%s is an input of a loop's body, which has none but its steps and states"
            .formatted(input));
  }

  /**
   * Adds the loop to the graph around it.
   *
   * @param after the states after a step
   * @param outputs what else is wanted of it; what is among the states too is stored once
   */
  public Result close(List<Node> after, List<Node> outputs) {
    if (after.size() != states.size()) {
      throw new IllegalArgumentException(
          "a loop has %d states before a step and %d after it; give the same"
              .formatted(states.size(), after.size()));
    }
    List<Node> results = new ArrayList<>(own(after));
    List<Integer> places = new ArrayList<>();
    for (Node output : own(outputs)) {
      if (!results.contains(output)) {
        results.add(output);
      }
      places.add(results.indexOf(output));
    }
    BitSet needed = BatchRows.needed(results);
    List<Node> inputs = new ArrayList<>(states);
    List<Node> given = new ArrayList<>(first);
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1 && inputs.size() == states.size();
      if (needed.get(steps.get(i).index()) || last) {
        inputs.add(steps.get(i));
        given.add(sequences.get(i));
      }
    }
    int taken = inputs.size() - states.size();
    addCaptured(needed, isRow, inputs, given);
    int rows = inputs.size() - states.size() - taken;
    addCaptured(needed, isRow.negate(), inputs, given);
    Scan op = new Scan(program(inputs, results, needed), states.size(), taken, rows, reverse);
    Node y = around.add(op, given);
    List<Node> parts = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      parts.add(op.part(y, i));
    }
    return new Result(
        List.copyOf(parts.subList(0, states.size())), places.stream().map(parts::get).toList());
  }

  /** What is needed of the body, as a graph of its own. */
  private Program program(List<Node> inputs, List<Node> results, BitSet needed) {
    Graph clean = new Graph();
    Map<Node, Node> copies = new HashMap<>();
    inputs.forEach(node -> copies.put(node, clean.add(node.op(), List.of())));
    for (Node node : body.nodes()) {
      if (needed.get(node.index()) && !copies.containsKey(node)) {
        clean.origin(node.origin());
        copies.put(node, clean.add(node.op(), node.inputs().stream().map(copies::get).toList()));
      }
    }
    return new Program(
        clean,
        inputs.stream().map(copies::get).toList(),
        results.stream().map(copies::get).toList(),
        Map.of(),
        Map.of());
  }

  private void addCaptured(
      BitSet needed, Predicate<Node> which, List<Node> inputs, List<Node> given) {
    body.captured()
        .forEach(
            (node, input) -> {
              if (needed.get(input.index()) && which.test(node)) {
                inputs.add(input);
                given.add(node);
              }
            });
  }

  private static TensorSpec spec(String name, Node outside, Shape shape) {
    return TensorSpec.of(name, outside.dtype(), shape);
  }

  private List<Node> own(List<Node> nodes) {
    return nodes.stream().map(node -> body.local("a loop", node)).toList();
  }
}
