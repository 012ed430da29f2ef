package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SimpleRNNCell}, {@link GRUCell} and {@link LSTMCell} have in common. Each has one
 * gate or several, {@code units} wide, which see the input through {@code kernel} and the state
 * through {@code recurrent_kernel}.
 *
 * @param units the length of a state and of the output
 * @param activation of the candidate, and of an LSTM's second state
 * @param useBias whether a bias is added
 * @param kernel the weight {@code [width, gates units]}
 * @param recurrent the weight {@code [units, gates units]}
 * @param bias the weight {@code [gates units]}
 * @param dropout the part of the inputs that training drops, the same ones at every step
 * @param recurrentDropout the part of the state that training drops, the same at every step; if not
 *     0, each gate has its own choice of what is dropped, here and of the inputs
 */
public record CellOptions(
    int units,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions recurrent,
    WeightOptions bias,
    float dropout,
    float recurrentDropout) {
  public CellOptions {
    if (units < 1) {
      throw new IllegalArgumentException(
          "a recurrent cell of %d units; they are 1 or more".formatted(units));
    }
    Dropout.checkRate("a recurrent cell's dropout", dropout);
    Dropout.checkRate("a recurrent cell's recurrentDropout", recurrentDropout);
  }

  /** Keras's defaults. */
  public static CellOptions of(int units) {
    return new CellOptions(
        units,
        Activations.TANH,
        true,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Orthogonal.of()),
        WeightOptions.of(Initializers.ZEROS),
        0,
        0);
  }

  public CellOptions withActivation(ActivationFunction activation) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, recurrentDropout);
  }

  public CellOptions withUseBias(boolean useBias) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, recurrentDropout);
  }

  public CellOptions withKernel(WeightOptions kernel) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, recurrentDropout);
  }

  public CellOptions withRecurrent(WeightOptions recurrent) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, recurrentDropout);
  }

  public CellOptions withBias(WeightOptions bias) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, recurrentDropout);
  }

  public CellOptions withDropout(double rate) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, (float) rate, recurrentDropout);
  }

  public CellOptions withRecurrentDropout(double rate) {
    return new CellOptions(
        units, activation, useBias, kernel, recurrent, bias, dropout, (float) rate);
  }

  /** A cell's weights in Keras's order. */
  record Weighted(Node kernel, Node recurrent, @Nullable Node bias) {}

  /**
   * Asks for the weights.
   *
   * @param x {@code [batch, width]} or {@code [batch, steps, width]}
   * @param gates how many gates there are
   * @param biasShape what the bias's shape is
   */
  Weighted weights(Scope scope, Node x, int gates, Shape biasShape, WeightOptions bias) {
    return new Weighted(
        scope.weight("kernel", Shape.of(Inputs.known(x, -1), gates * units), kernel),
        scope.weight("recurrent_kernel", Shape.of(units, gates * units), recurrent),
        useBias ? scope.weight("bias", biasShape, bias) : null);
  }

  /** The inputs' part of all gates, without the bias. */
  Node projected(Scope scope, Node x, Node kernel) {
    if (!scope.training() || dropout == 0) {
      return x.matMul(kernel);
    }
    Node one = x.shape().rank() > 2 ? x.slice(1, 0, 1) : x;
    if (recurrentDropout == 0) {
      return x.mul(Dropout.factors(scope, dropout, one)).matMul(kernel);
    }
    return Node.concat(
        -1,
        IntStream.range(0, gates(kernel))
            .mapToObj(i -> x.mul(Dropout.factors(scope, dropout, one)).matMul(gate(kernel, i)))
            .toArray(Node[]::new));
  }

  /** What of the state each gate sees: a factor for each, none if all of it. */
  List<Node> stateFactors(Scope scope, Node state, int gates) {
    return scope.training() && recurrentDropout > 0
        ? IntStream.range(0, gates)
            .mapToObj(_ -> Dropout.factors(scope, recurrentDropout, state))
            .toList()
        : List.of();
  }

  /** The state's part of all gates. */
  Node recurred(Node state, Node recurrent, List<Node> factors) {
    if (factors.isEmpty()) {
      return state.matMul(recurrent);
    }
    return Node.concat(
        -1,
        IntStream.range(0, factors.size())
            .mapToObj(i -> state.mul(factors.get(i)).matMul(gate(recurrent, i)))
            .toArray(Node[]::new));
  }

  private int gates(Node weights) {
    return weights.shape().last() / units;
  }

  /** One gate's part of a value of all gates. */
  Node gate(Node all, int gate) {
    return all.slice(-1, gate * units, (gate + 1) * units);
  }
}
