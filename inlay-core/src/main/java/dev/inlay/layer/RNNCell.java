package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a recurrence, as a layer: its inputs are the step's values {@code [batch, …]} and the
 * states before the step, its outputs are the step's output and the states after it. {@link RNN}
 * takes a sequence through it.
 *
 * <p>A cell of your own says how long its states are and what a step does:
 *
 * <pre>{@code
 * record MinimalCell(int units) implements RNNCell {
 *   public List<Integer> stateSizes() {
 *     return List.of(units);
 *   }
 *
 *   public List<Node> outputs(Scope scope, Node... inputs) {
 *     Node x = inputs[0];
 *     Node kernel = scope.weight("kernel", Shape.of(x.shape().last(), units), GLOROT_UNIFORM);
 *     Node again = scope.weight("recurrent_kernel", Shape.of(units, units), GLOROT_UNIFORM);
 *     Node h = x.matMul(kernel).add(inputs[1].matMul(again));
 *     return List.of(h, h);
 *   }
 * }
 * }</pre>
 */
public interface RNNCell extends Layer {
  /** The length of the last axis of each state, in the order in which they are inputs. */
  List<Integer> stateSizes();

  /** A step's output, then the states after it. */
  @Override
  List<Node> outputs(Scope scope, Node... inputs);

  @Override
  default Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  /**
   * The states before the first step, if nobody gives any: zeros {@code [batch, size]}.
   *
   * @param scope the cell's own
   * @param step the values of one step
   */
  default List<Node> firstStates(Scope scope, Node step) {
    return stateSizes().stream().map(size -> Inputs.zeros(step, Shape.of(size))).toList();
  }

  /**
   * Takes a sequence through the cell. Steps that a mask leaves out keep the states; their output
   * is that of the step before them.
   *
   * <p>The step is a loop's, if it computes each row by itself and leaves no states or losses
   * behind. Else one step is written after the other, for which their number must be known.
   *
   * @param scope the cell's own
   * @param states those before the first step
   */
  default Recurrence over(Scope scope, Sequence sequence, List<Node> states) {
    return Recurrence.of(
        scope,
        sequence,
        states,
        (x, before) -> {
          List<Node> inputs = new ArrayList<>(before);
          inputs.addFirst(x);
          return outputs(scope.again(), inputs.toArray(Node[]::new));
        });
  }
}
