package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Recurrent;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A long short-term memory over the steps of {@code [batch, steps, width]} (Hochreiter and
 * Schmidhuber 1997, with Gers' forget gate 2000; Keras's order of gates i, f, c, o). Steps that a
 * mask leaves out carry the states on. With three inputs, the second and third are the first states
 * h and c, else those are zeros.
 *
 * <p>With the usual activations (tanh and sigmoid) and no recurrent dropout the whole recurrence is
 * one op; else it is unrolled, for which the number of steps must be known.
 *
 * @param units the length of the states and of the output
 * @param activation of the candidate and of the cell state
 * @param recurrentActivation of the gates
 * @param useBias whether a bias is added
 * @param unitForgetBias whether the forget gate's bias is 1 at first
 * @param kernel the weight {@code [width, 4 units]}
 * @param recurrent the weight {@code [units, 4 units]}
 * @param bias the weight {@code [4 units]}
 * @param dropout the part of the inputs that training drops, the same ones at every step
 * @param recurrentDropout the part of the state h that training drops, the same at every step
 * @param returnSequences whether the output has all steps, {@code [batch, steps, units]}, not only
 *     the last, {@code [batch, units]}
 * @param returnState whether the last h and c are further outputs
 * @param goBackwards whether steps are taken from the last to the first; a sequence returned is in
 *     the order taken, and so is its mask
 */
public record LSTM(
    int units,
    ActivationFunction activation,
    ActivationFunction recurrentActivation,
    boolean useBias,
    boolean unitForgetBias,
    WeightOptions kernel,
    WeightOptions recurrent,
    WeightOptions bias,
    float dropout,
    float recurrentDropout,
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards)
    implements Layer {
  public LSTM {
    if (units < 1) {
      throw new IllegalArgumentException("LSTM(%d): units are 1 or more".formatted(units));
    }
    Dropout.checkRate("LSTM dropout", dropout);
    Dropout.checkRate("LSTM recurrentDropout", recurrentDropout);
  }

  /** Keras's defaults; the output is the last step's. */
  public static LSTM of(int units) {
    return new LSTM(
        units,
        Activations.TANH,
        Activations.SIGMOID,
        true,
        true,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Orthogonal.of()),
        WeightOptions.of(Initializers.ZEROS),
        0,
        0,
        false,
        false,
        false);
  }

  public LSTM withActivation(ActivationFunction activation) {
    return cell(activation, recurrentActivation, dropout, recurrentDropout);
  }

  public LSTM withRecurrentActivation(ActivationFunction activation) {
    return cell(this.activation, activation, dropout, recurrentDropout);
  }

  public LSTM withDropout(double rate) {
    return cell(activation, recurrentActivation, (float) rate, recurrentDropout);
  }

  public LSTM withRecurrentDropout(double rate) {
    return cell(activation, recurrentActivation, dropout, (float) rate);
  }

  public LSTM withUseBias(boolean useBias) {
    return weights(useBias, unitForgetBias, kernel, recurrent, bias);
  }

  public LSTM withUnitForgetBias(boolean unitForgetBias) {
    return weights(useBias, unitForgetBias, kernel, recurrent, bias);
  }

  public LSTM withKernel(WeightOptions kernel) {
    return weights(useBias, unitForgetBias, kernel, recurrent, bias);
  }

  public LSTM withRecurrent(WeightOptions recurrent) {
    return weights(useBias, unitForgetBias, kernel, recurrent, bias);
  }

  public LSTM withBias(WeightOptions bias) {
    return weights(useBias, unitForgetBias, kernel, recurrent, bias);
  }

  public LSTM withReturnSequences(boolean returnSequences) {
    return results(returnSequences, returnState, goBackwards);
  }

  public LSTM withReturnState(boolean returnState) {
    return results(returnSequences, returnState, goBackwards);
  }

  public LSTM withGoBackwards(boolean goBackwards) {
    return results(returnSequences, returnState, goBackwards);
  }

  private LSTM cell(
      ActivationFunction activation,
      ActivationFunction recurrentActivation,
      float dropout,
      float recurrentDropout) {
    return new LSTM(
        units,
        activation,
        recurrentActivation,
        useBias,
        unitForgetBias,
        kernel,
        recurrent,
        bias,
        dropout,
        recurrentDropout,
        returnSequences,
        returnState,
        goBackwards);
  }

  private LSTM weights(
      boolean useBias,
      boolean unitForgetBias,
      WeightOptions kernel,
      WeightOptions recurrent,
      WeightOptions bias) {
    return new LSTM(
        units,
        activation,
        recurrentActivation,
        useBias,
        unitForgetBias,
        kernel,
        recurrent,
        bias,
        dropout,
        recurrentDropout,
        returnSequences,
        returnState,
        goBackwards);
  }

  private LSTM results(boolean returnSequences, boolean returnState, boolean goBackwards) {
    return new LSTM(
        units,
        activation,
        recurrentActivation,
        useBias,
        unitForgetBias,
        kernel,
        recurrent,
        bias,
        dropout,
        recurrentDropout,
        returnSequences,
        returnState,
        goBackwards);
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
    if (inputs.length != 1 && inputs.length != 3) {
      throw new IllegalArgumentException(
          "wants one input, or that and the first states h and c; got " + inputs.length);
    }
    Node x = Inputs.ofRank(3, "[batch, steps, width]", inputs[0]);
    Node mask = scope.mask(inputs[0]);
    if (goBackwards) {
      x = reversed(x);
      mask = mask == null ? null : reversed(mask);
    }
    int width = Inputs.known(x, -1);
    Node gates = scope.weight("kernel", Shape.of(width, 4 * units), kernel);
    Node again = scope.weight("recurrent_kernel", Shape.of(units, 4 * units), recurrent);
    if (dropout > 0 && scope.training()) {
      x = x.mul(Dropout.factors(scope, dropout, x.slice(1, 0, 1)));
    }
    Node z = x.matMul(gates);
    if (useBias) {
      Initializer first = bias.initializer();
      z =
          z.add(
              scope.weight(
                  "bias",
                  Shape.of(4 * units),
                  unitForgetBias ? bias.withInitializer(new UnitForgetBias(first)) : bias));
    }
    Node zeros = Inputs.full(0, z.slice(1, 0, 1).slice(2, 0, units).reshape(0, units));
    Node h = inputs.length == 3 ? inputs[1] : zeros;
    Node c = inputs.length == 3 ? inputs[2] : zeros;

    boolean drops = recurrentDropout > 0 && scope.training();
    boolean usual =
        activation == Activations.TANH && recurrentActivation == Activations.SIGMOID && !drops;
    States states =
        usual
            ? fused(scope.graph(), z, again, h, c, mask)
            : unrolled(
                z, again, h, c, mask, drops ? Dropout.factors(scope, recurrentDropout, h) : null);

    List<Node> outputs = new ArrayList<>();
    outputs.add(returnSequences ? states.h : last(states.h));
    if (returnState) {
      outputs.add(last(states.h));
      outputs.add(last(states.c));
    }
    if (returnSequences) {
      scope.mask(outputs.getFirst(), mask);
    }
    return outputs;
  }

  /** The states after each step, {@code [batch, steps, units]}. */
  private record States(Node h, Node c) {}

  private States fused(Graph graph, Node z, Node again, Node h, Node c, @Nullable Node mask) {
    Node all =
        mask == null
            ? graph.add(new Recurrent.Lstm(false), z, again, h, c)
            : graph.add(new Recurrent.Lstm(true), z, again, h, c, mask);
    return new States(all.slice(2, 5 * units, 6 * units), all.slice(2, 4 * units, 5 * units));
  }

  private States unrolled(
      Node z, Node again, Node h, Node c, @Nullable Node mask, @Nullable Node kept) {
    int steps = Inputs.known(z, 1);
    Node[] hs = new Node[steps];
    Node[] cs = new Node[steps];
    for (int t = 0; t < steps; t++) {
      Node seen = kept == null ? h : h.mul(kept);
      Node step = z.slice(1, t, t + 1).reshape(0, 4 * units).add(seen.matMul(again));
      Node i = recurrentActivation.apply(part(step, 0));
      Node f = recurrentActivation.apply(part(step, 1));
      Node candidate = activation.apply(part(step, 2));
      Node o = recurrentActivation.apply(part(step, 3));
      Node nextC = f.mul(c).add(i.mul(candidate));
      Node nextH = o.mul(activation.apply(nextC));
      Node counts = mask == null ? null : mask.slice(1, t, t + 1);
      c = counts == null ? nextC : counts.where(nextC, c);
      h = counts == null ? nextH : counts.where(nextH, h);
      hs[t] = h.reshape(0, 1, units);
      cs[t] = c.reshape(0, 1, units);
    }
    return new States(Node.concat(1, hs), Node.concat(1, cs));
  }

  private Node part(Node step, int gate) {
    return step.slice(1, gate * units, (gate + 1) * units);
  }

  private Node last(Node states) {
    int steps = states.shape().dim(1);
    Node step =
        steps == Shape.UNKNOWN
            ? reversed(states).slice(1, 0, 1)
            : states.slice(1, steps - 1, steps);
    return step.reshape(0, units);
  }

  private static Node reversed(Node sequence) {
    return sequence.graph().add(new Movement.Reverse(1), sequence);
  }
}
