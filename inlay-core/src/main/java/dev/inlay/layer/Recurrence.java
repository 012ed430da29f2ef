package dev.inlay.layer;

import dev.inlay.graph.Loop;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes of taking a sequence through an {@link RNNCell}.
 *
 * @param outputs those of all steps, {@code [batch, steps, …]}
 * @param states those after the last step
 */
public record Recurrence(Node outputs, List<Node> states) {
  public Recurrence {
    states = List.copyOf(states);
  }

  /** One step: from its values and the states before to its output and the states after. */
  @FunctionalInterface
  interface Transition {
    List<Node> step(Node x, List<Node> states);
  }

  /** A loop where that can be, else one step after the other. */
  static Recurrence of(Scope scope, Sequence sequence, List<Node> states, Transition transition) {
    Recurrence looped = sequence.unroll() ? null : looped(scope, sequence, states, transition);
    return looped != null ? looped : unrolled(scope, sequence, states, transition);
  }

  /** A loop over the steps, whatever their number; null if a step can't be a loop's. */
  private static @Nullable Recurrence looped(
      Scope scope, Sequence sequence, List<Node> states, Transition transition) {
    Node mask = sequence.mask();
    List<Node> sequences =
        mask == null ? List.of(sequence.values()) : List.of(sequence.values(), mask);
    Loop loop = Loop.over(sequences, states);
    List<Node> before = loop.states();
    List<Node> given =
        scope.within(loop.body(), () -> transition.step(loop.steps().getFirst(), before));
    if (given == null || !loop.suits(given)) {
      return null;
    }
    Node output = given.getFirst();
    List<Node> after = new ArrayList<>(given.subList(1, given.size()));
    if (mask != null) {
      Node counts = loop.steps().get(1);
      for (int i = 0; i < after.size(); i++) {
        after.set(i, chosen(counts, after.get(i), before.get(i)));
      }
      Shape shape = output.shape();
      Node none = Inputs.zeros(sequence.values(), shape.slice(1, shape.rank()));
      output = chosen(counts, output, loop.state(none));
      after.add(output);
    }
    Loop.Result all = loop.close(after, List.of(output));
    return new Recurrence(
        all.outputs().getFirst(),
        all.states().stream().limit(states.size()).map(Recurrence::last).toList());
  }

  /**
   * One step after the other. Where only shapes are worked out, an unknown number of steps is fine.
   *
   * @throws IllegalArgumentException if the number of steps isn't known
   */
  private static Recurrence unrolled(
      Scope scope, Sequence all, List<Node> states, Transition transition) {
    Node sequence = all.values();
    Node mask = all.mask();
    boolean open = sequence.shape().dim(1) == Shape.UNKNOWN && scope.isSketch();
    int steps = open ? 1 : Inputs.known(sequence, 1);
    Node[] outputs = new Node[steps];
    List<Node> before = states;
    for (int t = 0; t < steps; t++) {
      List<Node> after = transition.step(at(sequence, t), before);
      Node output = after.getFirst();
      after = after.subList(1, after.size());
      if (mask != null) {
        Node counts = mask.slice(1, t, t + 1);
        Node otherwise = t == 0 ? Inputs.full(0, output) : outputs[t - 1];
        output = chosen(counts, output, otherwise);
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
          kept.add(chosen(counts, after.get(i), before.get(i)));
        }
        after = kept;
      }
      outputs[t] = output;
      before = after;
    }
    for (int t = 0; t < steps; t++) {
      outputs[t] = withSteps(outputs[t]);
    }
    Node joined = Node.concat(1, outputs);
    return new Recurrence(open ? joined.add(ofSteps(sequence, joined)) : joined, before);
  }

  /** The values of one step, {@code [batch, …]}. */
  static Node at(Node sequence, int step) {
    return withoutSteps(sequence.slice(1, step, step + 1));
  }

  /** The last step's values. */
  static Node last(Node sequence) {
    return withoutSteps(sequence.slice(1, -1, Movement.Slice.END));
  }

  /** One step's values where a row's step counts, others where it doesn't. */
  private static Node chosen(Node counts, Node yes, Node no) {
    int[] dims = new int[yes.shape().rank()];
    Arrays.fill(dims, 1, dims.length, 1);
    return counts.reshape(dims).where(yes, no);
  }

  private static Node withSteps(Node step) {
    int[] dims = new int[step.shape().rank() + 1];
    dims[1] = 1;
    for (int axis = 1; axis < step.shape().rank(); axis++) {
      dims[axis + 1] = Inputs.known(step, axis);
    }
    return step.reshape(dims);
  }

  private static Node withoutSteps(Node one) {
    int[] dims = new int[one.shape().rank() - 1];
    for (int axis = 1; axis < dims.length; axis++) {
      dims[axis] = Inputs.known(one, axis + 1);
    }
    return one.reshape(dims);
  }

  /** Zeros {@code [batch, steps, 1…]}, of as many axes as another value. */
  private static Node ofSteps(Node sequence, Node like) {
    Node column = sequence;
    for (int axis = 2; axis < sequence.shape().rank(); axis++) {
      column = column.slice(axis, 0, 1);
    }
    int[] dims = new int[like.shape().rank()];
    Arrays.fill(dims, 2, dims.length, 1);
    return Inputs.full(0, column.reshape(dims));
  }
}
