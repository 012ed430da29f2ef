package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Recurrent;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a gated recurrent unit (Cho and others 2014; Keras's order of gates z, r, h). With
 * {@code σ} the recurrent activation, {@code z} and {@code r} are {@code σ(x · kernel + hBefore ·
 * recurrent_kernel + bias)}, and {@code h = z hBefore + (1 - z) candidate}. The candidate is, with
 * {@code resetAfter} (as cuDNN has it), {@code activation(x · kernel + bias + r (hBefore ·
 * recurrent_kernel + recurrentBias))}, and without it {@code activation(x · kernel + bias + (r
 * hBefore) · recurrent_kernel)}. The output is h.
 *
 * @param options what all cells have; the bias is {@code [2, 3 units]} with {@code resetAfter}: the
 *     inputs', then the state's
 * @param recurrentActivation of the gates z and r
 * @param resetAfter whether the reset gate acts after the matrix product, not before it
 */
public record GRUCell(
    CellOptions options, ActivationFunction recurrentActivation, boolean resetAfter)
    implements RNNCell, CellSettings<GRUCell> {
  private static final int GATES = 3;

  /** Keras's defaults. */
  public static GRUCell of(int units) {
    return new GRUCell(CellOptions.of(units), Activations.SIGMOID, true);
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public GRUCell withCellOptions(CellOptions options) {
    return new GRUCell(options, recurrentActivation, resetAfter);
  }

  public GRUCell withRecurrentActivation(ActivationFunction activation) {
    return new GRUCell(options, activation, resetAfter);
  }

  public GRUCell withResetAfter(boolean resetAfter) {
    return new GRUCell(options, recurrentActivation, resetAfter);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(options.units());
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Start start = start(scope, Inputs.step(this, inputs), inputs[1]);
    return step(start, start.biased(), inputs[1]);
  }

  @Override
  public Recurrence over(Scope scope, Sequence sequence, List<Node> states) {
    Start start = start(scope, sequence.values(), states.getFirst());
    boolean usual =
        options.activation() == Activations.TANH
            && recurrentActivation == Activations.SIGMOID
            && start.factors.isEmpty()
            && !scope.graph().isRounding();
    return usual
        ? fused(scope.graph(), start, sequence.mask(), states.getFirst())
        : Recurrence.of(
            scope,
            sequence.withValues(start.biased()),
            states,
            (z, s) -> step(start, z, s.getFirst()));
  }

  private Recurrence fused(Graph graph, Start start, @Nullable Node mask, Node h) {
    int units = options.units();
    Node state = start.stateBias;
    Node z = start.biased();
    if (start.bias != null && state != null) {
      // What the gates z and r add of the state's bias, they may as well add to the inputs' part.
      Node none = Inputs.full(0, options.gate(state, 2));
      z = start.z.add(start.bias.add(Node.concat(0, state.slice(0, 0, 2 * units), none)));
    }
    List<Node> inputs = new ArrayList<>(List.of(z, start.recurrent, h));
    if (resetAfter) {
      inputs.add(
          state == null ? graph.constant(Tensor.zeros(Shape.of(units))) : options.gate(state, 2));
    }
    if (mask != null) {
      inputs.add(mask);
    }
    Node all = graph.add(new Recurrent.Gru(resetAfter, mask != null), inputs);
    Node hs = all.slice(2, 4 * units, Movement.Slice.END);
    return new Recurrence(hs, List.of(Recurrence.last(hs)));
  }

  /**
   * The inputs' part of the sums, and what the state's part is made with.
   *
   * @param bias what is added to the inputs' part, or null
   * @param stateBias what is added to the state's part, or null
   */
  private record Start(
      Node z, Node recurrent, @Nullable Node bias, @Nullable Node stateBias, List<Node> factors) {
    Node biased() {
      return bias == null ? z : z.add(bias);
    }
  }

  private Start start(Scope scope, Node x, Node h) {
    int sums = GATES * options.units();
    Shape biasShape = resetAfter ? Shape.of(2, sums) : Shape.of(sums);
    var weights = options.weights(scope, x, GATES, biasShape, options.bias());
    Node z = options.projected(scope, x, weights.kernel());
    Node bias = weights.bias();
    Node ofState = null;
    if (bias != null && resetAfter) {
      ofState = bias.slice(0, 1, 2).reshape(sums);
      bias = bias.slice(0, 0, 1).reshape(sums);
    }
    return new Start(z, weights.recurrent(), bias, ofState, options.stateFactors(scope, h, GATES));
  }

  private List<Node> step(Start start, Node sums, Node before) {
    List<Node> factors = start.factors;
    int units = options.units();
    List<Node> ofGates = factors.isEmpty() ? factors : factors.subList(0, 2);
    Node state = start.stateBias;
    Node seenByGates = options.recurred(before, start.recurrent.slice(-1, 0, 2 * units), ofGates);
    if (state != null) {
      seenByGates = seenByGates.add(state.slice(0, 0, 2 * units));
    }
    Node gates = recurrentActivation.apply(sums.slice(-1, 0, 2 * units).add(seenByGates));
    Node z = options.gate(gates, 0);
    Node r = options.gate(gates, 1);
    Node seen = factors.isEmpty() ? before : before.mul(factors.get(2));
    Node recurrent = options.gate(start.recurrent, 2);
    Node inner;
    if (resetAfter) {
      Node product = seen.matMul(recurrent);
      inner = r.mul(state == null ? product : product.add(options.gate(state, 2)));
    } else {
      inner = r.mul(seen).matMul(recurrent);
    }
    Node candidate = options.activation().apply(options.gate(sums, 2).add(inner));
    Node h = z.mul(before).add(z.neg().add(1).mul(candidate));
    return List.of(h, h);
  }
}
