package dev.inlay.layer;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that takes the steps of {@code [batch, steps, …]} through an {@link RNNCell}, one after
 * the other. Further inputs are the states before the first step; else those are the cell's own,
 * zeros as a rule.
 *
 * <p>Steps that a mask leaves out keep the states. A sequence that is returned has the mask that
 * came in, and as in Keras it isn't turned around where {@code goBackwards} turns the sequence
 * around.
 *
 * @param <R> the class itself
 */
public interface RecurrentLayer<R extends RecurrentLayer<R>> extends Layer {
  RNNCell cell();

  SequenceOptions options();

  R withOptions(SequenceOptions options);

  /** Whether the output has all steps, not only the last. */
  default R withReturnSequences(boolean returnSequences) {
    return withOptions(options().withReturnSequences(returnSequences));
  }

  /** Whether the states after the last step are further outputs. */
  default R withReturnState(boolean returnState) {
    return withOptions(options().withReturnState(returnState));
  }

  /** Whether steps are taken from the last to the first; outputs are in the order taken. */
  default R withGoBackwards(boolean goBackwards) {
    return withOptions(options().withGoBackwards(goBackwards));
  }

  /**
   * Whether a batch goes on from the states that the one before left, row by row. The size of
   * batches has to be known then: {@link Input#ofBatch}.
   */
  default R withStateful(boolean stateful) {
    return withOptions(options().withStateful(stateful));
  }

  /** Whether steps that a mask leaves out have zeros as their output. */
  default R withZeroOutputForMask(boolean zeroOutputForMask) {
    return withOptions(options().withZeroOutputForMask(zeroOutputForMask));
  }

  /** Whether a recurrence that isn't one op is written out step by step, and not as a loop. */
  default R withUnroll(boolean unroll) {
    return withOptions(options().withUnroll(unroll));
  }

  /** A penalty on the outputs, or null. */
  default R withActivityRegularizer(@Nullable Regularizer regularizer) {
    return withOptions(options().withActivityRegularizer(regularizer));
  }

  @Override
  default Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  default Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  default List<Node> outputs(Scope scope, Node... inputs) {
    int count = cell().stateSizes().size();
    if (inputs.length != 1 && inputs.length != 1 + count) {
      throw new IllegalArgumentException(
          "wants a sequence, or that and %d first states; got %d inputs"
              .formatted(count, inputs.length));
    }
    Node x = Inputs.atLeastRank(3, inputs[0]);
    Node mask = scope.mask(inputs[0]);
    if (mask != null && mask.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "wants a mask [batch, steps], got shape %s; put the layer into a TimeDistributed"
              .formatted(mask.shape()));
    }
    if (options().goBackwards()) {
      x = reversed(x);
      mask = mask == null ? null : reversed(mask);
    }
    List<Node> first = Arrays.asList(inputs).subList(1, inputs.length);
    Recurrence all = over(scope, x, mask, first);
    Node outputs = all.outputs();
    if (mask != null && options().zeroOutputForMask()) {
      outputs = where(mask, outputs);
    } else if (mask != null && (options().stateful() || !first.isEmpty())) {
      // Before its first step that counts, a row has states but no output.
      Node seen = mask.graph().add(new Reduction.CumSum(1, false, false), mask).greater(0);
      outputs = where(seen, outputs);
    }

    List<Node> results = new ArrayList<>();
    results.add(options().returnSequences() ? outputs : Recurrence.last(outputs));
    if (options().returnState()) {
      results.addAll(all.states());
    }
    results.forEach(result -> scope.activity(options().activityRegularizer(), result));
    if (options().returnSequences()) {
      scope.mask(results.getFirst(), scope.mask(inputs[0]));
    }
    return results;
  }

  private Recurrence over(Scope scope, Node x, @Nullable Node mask, List<Node> first) {
    Node step = Recurrence.at(x, 0);
    List<Node> kept = options().stateful() ? kept(scope, x, step) : List.of();
    Recurrence all =
        scope.within(
            cell(),
            inner -> {
              List<Node> before =
                  !first.isEmpty()
                      ? first
                      : !kept.isEmpty() ? kept : cell().firstStates(inner, step);
              return cell().over(inner, new Sequence(x, mask, options().unroll()), before);
            });
    for (int i = 0; i < kept.size(); i++) {
      scope.update(kept.get(i), all.states().get(i));
    }
    return all;
  }

  /** What the batch before left. */
  private List<Node> kept(Scope scope, Node x, Node step) {
    if (x.shape().dim(0) == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "is stateful, so it has to know how many rows a batch has; begin the model with"
              + " Input.ofBatch");
    }
    List<Node> kept = new ArrayList<>();
    for (Node zeros : scope.within(cell(), inner -> cell().firstStates(inner, step))) {
      kept.add(scope.kept("rnn_state_" + kept.size(), zeros.shape()));
    }
    return kept;
  }

  /** The values of steps that count, zeros for others. */
  private static Node where(Node counts, Node values) {
    int[] dims = new int[values.shape().rank()];
    Arrays.fill(dims, 2, dims.length, 1);
    return counts.reshape(dims).where(values, values.graph().constant(0));
  }

  private static Node reversed(Node sequence) {
    return sequence.graph().add(new Movement.Reverse(1), sequence);
  }
}
