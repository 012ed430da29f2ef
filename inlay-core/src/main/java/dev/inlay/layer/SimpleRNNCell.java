package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Recurrent;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * One step of a fully connected recurrence (Elman 1990): {@code h = activation(x · kernel + hBefore
 * · recurrent_kernel + bias)}. The output is h.
 */
public record SimpleRNNCell(CellOptions options) implements RNNCell, CellSettings<SimpleRNNCell> {
  /** Keras's defaults. */
  public static SimpleRNNCell of(int units) {
    return new SimpleRNNCell(CellOptions.of(units));
  }

  @Override
  public CellOptions cellOptions() {
    return options;
  }

  @Override
  public SimpleRNNCell withCellOptions(CellOptions options) {
    return new SimpleRNNCell(options);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(options.units());
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return start(scope, Inputs.step(this, inputs), inputs[1]).step();
  }

  @Override
  public Recurrence over(Scope scope, Sequence sequence, List<Node> states) {
    Start start = start(scope, sequence.values(), states.getFirst());
    boolean usual = options.activation() == Activations.TANH && start.factors.isEmpty();
    if (usual && !scope.graph().isRounding()) {
      Node h = start.h;
      Node mask = sequence.mask();
      Node hs =
          mask == null
              ? scope.graph().add(new Recurrent.SimpleRnn(false), start.z, start.recurrent, h)
              : scope.graph().add(new Recurrent.SimpleRnn(true), start.z, start.recurrent, h, mask);
      return new Recurrence(hs, List.of(Recurrence.last(hs)));
    }
    return Recurrence.of(
        scope, sequence.withValues(start.z), states, (z, h) -> start.at(z, h.getFirst()).step());
  }

  private Start start(Scope scope, Node x, Node h) {
    var weights = options.weights(scope, x, 1, Shape.of(options.units()), options.bias());
    Node z = options.projected(scope, x, weights.kernel());
    return new Start(
        options,
        weights.bias() == null ? z : z.add(weights.bias()),
        h,
        weights.recurrent(),
        options.stateFactors(scope, h, 1));
  }

  /** What a step begins with: the inputs' part of the sum, and the state. */
  private record Start(CellOptions options, Node z, Node h, Node recurrent, List<Node> factors) {
    Start at(Node z, Node h) {
      return new Start(options, z, h, recurrent, factors);
    }

    List<Node> step() {
      Node next = options.activation().apply(z.add(options.recurred(h, recurrent, factors)));
      return List.of(next, next);
    }
  }
}
