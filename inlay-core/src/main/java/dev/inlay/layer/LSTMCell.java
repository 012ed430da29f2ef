package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Recurrent;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of
 * Gers 2000; Keras's order of gates i, f, c, o): of {@code [i f g o] = x · kernel + hBefore ·
 * recurrent_kernel + bias}, with {@code σ} the recurrent activation, come {@code c = σ(f) cBefore +
 * σ(i) activation(g)} and {@code h = σ(o) activation(c)}. The output is h, the states are h and c.
 *
 * @param options what all cells have
 * @param recurrentActivation of the gates i, f and o
 * @param unitForgetBias whether the forget gate's bias is 1 at first
 */
public record LSTMCell(
    CellOptions options, ActivationFunction recurrentActivation, boolean unitForgetBias)
    implements RNNCell, CellSettings<LSTMCell> {
  private static final int GATES = 4;

  /** Keras's defaults. */
  public static LSTMCell of(int units) {
    return new LSTMCell(CellOptions.of(units), Activations.SIGMOID, true);
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public LSTMCell withCellOptions(CellOptions options) {
    return new LSTMCell(options, recurrentActivation, unitForgetBias);
  }

  public LSTMCell withRecurrentActivation(ActivationFunction activation) {
    return new LSTMCell(options, activation, unitForgetBias);
  }

  public LSTMCell withUnitForgetBias(boolean unitForgetBias) {
    return new LSTMCell(options, recurrentActivation, unitForgetBias);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(options.units(), options.units());
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Start start = start(scope, Inputs.step(this, inputs), inputs[1]);
    return step(start, start.z, inputs[1], inputs[2]);
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
        ? fused(scope.graph(), start, sequence.mask(), states)
        : Recurrence.of(
            scope,
            sequence.withValues(start.z),
            states,
            (z, s) -> step(start, z, s.get(0), s.get(1)));
  }

  /** The inputs' part of the sums, what the states' part is made with, and the bias, or null. */
  private record Start(Node z, Node recurrent, @Nullable Node bias, List<Node> factors) {}

  private Start start(Scope scope, Node x, Node h) {
    WeightOptions bias =
        unitForgetBias
            ? options.bias().withInitializer(new UnitForgetBias(options.bias().initializer()))
            : options.bias();
    var weights = options.weights(scope, x, GATES, Shape.of(GATES * options.units()), bias);
    Node z = options.projected(scope, x, weights.kernel());
    return new Start(z, weights.recurrent(), weights.bias(), options.stateFactors(scope, h, GATES));
  }

  private List<Node> step(Start start, Node z, Node hBefore, Node cBefore) {
    Node sums = biased(start, z.add(options.recurred(hBefore, start.recurrent, start.factors)));
    return states(options, recurrentActivation, sums, cBefore);
  }

  /** The output and the states after a step, from the sums that all gates begin with. */
  static List<Node> states(
      CellOptions options, ActivationFunction recurrentActivation, Node sums, Node cBefore) {
    Node i = recurrentActivation.apply(options.gate(sums, 0));
    Node f = recurrentActivation.apply(options.gate(sums, 1));
    Node g = options.activation().apply(options.gate(sums, 2));
    Node o = recurrentActivation.apply(options.gate(sums, 3));
    Node c = f.mul(cBefore).add(i.mul(g));
    Node h = o.mul(options.activation().apply(c));
    return List.of(h, h, c);
  }

  private static Node biased(Start start, Node sums) {
    return start.bias == null ? sums : sums.add(start.bias);
  }

  private Recurrence fused(Graph graph, Start start, @Nullable Node mask, List<Node> states) {
    Node h = states.get(0);
    Node c = states.get(1);
    Node z = biased(start, start.z);
    Node all =
        mask == null
            ? graph.add(new Recurrent.Lstm(false), z, start.recurrent, h, c)
            : graph.add(new Recurrent.Lstm(true), z, start.recurrent, h, c, mask);
    int units = options.units();
    Node hs = all.slice(2, 5 * units, Movement.Slice.END);
    Node cs = all.slice(2, 4 * units, 5 * units);
    return new Recurrence(hs, List.of(Recurrence.last(hs), Recurrence.last(cs)));
  }
}
