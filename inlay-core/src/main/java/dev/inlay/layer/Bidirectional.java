package dev.inlay.layer;

import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer that takes a sequence forward and another that takes it backward; their outputs
 * are merged, those of the second in the order of the sequence (Schuster and Paliwal 1997). Further
 * inputs are first states, those of the forward layer first, and so are last states that are
 * returned.
 *
 * <p>As in Keras, where sequences are returned the output of steps that a mask leaves out is zeros
 * before they are merged.
 *
 * @param forward takes steps from the first to the last
 * @param backward takes steps from the last to the first
 * @param mergeMode how outputs are merged; null if both are outputs
 */
public record Bidirectional(
    RecurrentLayer<?> forward, RecurrentLayer<?> backward, @Nullable MergeMode mergeMode)
    implements Layer {
  /** How the outputs of both directions become one. */
  public enum MergeMode {
    SUM(Node::add),
    MUL(Node::mul),
    CONCAT((a, b) -> Node.concat(-1, a, b)),
    AVE((a, b) -> a.add(b).mul(0.5f));

    private final BinaryOperator<Node> merge;

    MergeMode(BinaryOperator<Node> merge) {
      this.merge = merge;
    }
  }

  public Bidirectional {
    SequenceOptions to = forward.options();
    SequenceOptions back = backward.options();
    if (to.goBackwards() == back.goBackwards()) {
      throw new IllegalArgumentException(
          "Bidirectional: both layers have goBackwards = %s; one of them is to go the other way"
              .formatted(to.goBackwards()));
    }
    if (to.returnSequences() != back.returnSequences()
        || to.returnState() != back.returnState()
        || to.stateful() != back.stateful()) {
      throw new IllegalArgumentException(
          "Bidirectional: both layers have to agree on returnSequences, returnState and stateful; they are %s and %s"
              .formatted(to, back));
    }
    forward = forward.withZeroOutputForMask(to.returnSequences());
    backward = backward.withZeroOutputForMask(to.returnSequences());
  }

  /** A layer in both directions, with weights for each; outputs side by side. */
  public static Bidirectional of(RecurrentLayer<?> layer) {
    return of(layer, layer.withGoBackwards(true));
  }

  /** Two layers; outputs side by side. */
  public static Bidirectional of(RecurrentLayer<?> forward, RecurrentLayer<?> backward) {
    return new Bidirectional(forward, backward, MergeMode.CONCAT);
  }

  /** How outputs are merged; null if both are outputs. */
  public Bidirectional withMergeMode(@Nullable MergeMode mergeMode) {
    return new Bidirectional(forward, backward, mergeMode);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    int states = forward.cell().stateSizes().size();
    int both = states + backward.cell().stateSizes().size();
    if (inputs.length != 1 && inputs.length != 1 + both) {
      throw new IllegalArgumentException(
          "wants a sequence, or that and %d first states; got %d inputs"
              .formatted(both, inputs.length));
    }
    boolean given = inputs.length > 1;
    List<Node> there = one(scope, "forward_", forward, inputs, 1, given ? 1 + states : 1);
    List<Node> back =
        one(scope, "backward_", backward, inputs, given ? 1 + states : 1, inputs.length);
    Node y = there.getFirst();
    Node reversed = back.getFirst();
    if (forward.options().returnSequences()) {
      reversed = reversed.graph().add(new Movement.Reverse(1), reversed);
    }
    List<Node> outputs = new ArrayList<>();
    if (mergeMode == null) {
      outputs.add(y);
      outputs.add(reversed);
    } else {
      outputs.add(mergeMode.merge.apply(y, reversed));
    }
    if (forward.options().returnSequences()) {
      outputs.forEach(output -> scope.mask(output, scope.mask(inputs[0])));
    }
    outputs.addAll(there.subList(1, there.size()));
    outputs.addAll(back.subList(1, back.size()));
    return outputs;
  }

  private static List<Node> one(
      Scope scope, String prefix, RecurrentLayer<?> layer, Node[] inputs, int from, int to) {
    List<Node> fed = new ArrayList<>(Arrays.asList(inputs).subList(from, to));
    fed.addFirst(inputs[0]);
    return scope.applyAll(prefix + layer.kind(), layer, fed.toArray(Node[]::new));
  }
}
