package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** Whole recurrences as one op: their steps depend on each other, so the engine fuses them. */
public sealed interface Recurrent extends Op {
  /**
   * A long short-term memory over time with the usual activations (Hochreiter and Schmidhuber 1997,
   * with the forget gate of Gers 2000; Keras's order of gates i, f, g, o). Inputs: the input's part
   * of the gates with the bias {@code z [batch, time, 4u]}, the recurrent kernel {@code [u, 4u]},
   * first states {@code h}, {@code c} {@code [batch, u]} and, if {@code masked}, a mask {@code
   * [batch, time]}. A step with mask 0 carries the states on. The result {@code [batch, time, 6u]}
   * holds i, f, g, o, c, h for each step, all after activation.
   */
  record Lstm(boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, masked ? 5 : 4);
      Shape z = inputs.getFirst();
      int units = Rules.units(this, z, inputs.get(1), 4);
      Rules.like(this, "a first h", Shape.of(z.dim(0), units), inputs.get(2));
      Rules.like(this, "a first c", Shape.of(z.dim(0), units), inputs.get(3));
      if (masked) {
        Rules.like(this, "a mask", z.slice(0, 2), inputs.get(4));
      }
      return z.withDim(2, 6 * units);
    }
  }

  /**
   * The gradient of an {@link Lstm}: inputs are those of the op, its result and its result's
   * gradient (of which the parts of c and h count). The result {@code [batch, time + 1, 4u]} holds
   * the gradient for z, and in the last step those for the first h and c, then zeros.
   */
  record LstmGrad(boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, masked ? 7 : 6);
      return oneMore(inputs.getFirst());
    }
  }

  /**
   * A gated recurrent unit over time with the usual activations (Cho and others 2014; Keras's order
   * of gates z, r, h). Inputs: the input's part of the gates with the bias {@code x [batch, time,
   * 3u]}, the recurrent kernel {@code [u, 3u]}, a first state {@code h [batch, u]}, with {@code
   * resetAfter} the state's own bias in the candidate {@code [u]}, and if {@code masked} a mask
   * {@code [batch, time]}. A step with mask 0 carries the state on.
   *
   * <p>A step gives {@code h = z hBefore + (1 - z) g}. The candidate g is {@code tanh(x + r n)} of
   * {@code n = hBefore · kernel + bias} with {@code resetAfter}, else {@code tanh(x + n · kernel)}
   * of {@code n = r hBefore}. The result {@code [batch, time, 5u]} holds z, r, g, n, h.
   */
  record Gru(boolean resetAfter, boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3 + (resetAfter ? 1 : 0) + (masked ? 1 : 0));
      Shape x = inputs.getFirst();
      int units = Rules.units(this, x, inputs.get(1), 3);
      Rules.like(this, "a first h", Shape.of(x.dim(0), units), inputs.get(2));
      if (resetAfter) {
        Rules.like(this, "a bias", Shape.of(units), inputs.get(3));
      }
      if (masked) {
        Rules.like(this, "a mask", x.slice(0, 2), inputs.getLast());
      }
      return x.withDim(2, 5 * units);
    }
  }

  /**
   * The gradient of a {@link Gru}: inputs are those of the op, its result and its result's gradient
   * (of which the part of h counts). The result {@code [batch, time + 1, 4u]} holds the gradients
   * for x (its three gates) and, with {@code resetAfter}, for n (else zeros), and in the last step
   * that for the first h, then zeros.
   */
  record GruGrad(boolean resetAfter, boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 5 + (resetAfter ? 1 : 0) + (masked ? 1 : 0));
      Shape x = inputs.getFirst();
      int units = Rules.units(this, x, inputs.get(1), 3);
      return oneMore(x).withDim(2, 4 * units);
    }
  }

  /**
   * A fully connected recurrence over time, {@code h = tanh(x + hBefore · kernel)} (Elman 1990).
   * Inputs: the input's part with the bias {@code x [batch, time, u]}, the recurrent kernel {@code
   * [u, u]}, a first state {@code h [batch, u]} and, if {@code masked}, a mask {@code [batch,
   * time]}. A step with mask 0 carries the state on. The result {@code [batch, time, u]} is h.
   */
  record SimpleRnn(boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, masked ? 4 : 3);
      Shape x = inputs.getFirst();
      int units = Rules.units(this, x, inputs.get(1), 1);
      Rules.like(this, "a first h", Shape.of(x.dim(0), units), inputs.get(2));
      if (masked) {
        Rules.like(this, "a mask", x.slice(0, 2), inputs.get(3));
      }
      return x;
    }
  }

  /**
   * The gradient of a {@link SimpleRnn}: inputs are those of the op, its result and its result's
   * gradient. The result {@code [batch, time + 1, u]} holds the gradient for x, and in the last
   * step that for the first h.
   */
  record SimpleRnnGrad(boolean masked) implements Recurrent {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, masked ? 6 : 5);
      return oneMore(inputs.getFirst());
    }
  }

  /** The shape with another step of time at the end. */
  private static Shape oneMore(Shape steps) {
    int time = steps.dim(1);
    return steps.withDim(1, time == Shape.UNKNOWN ? time : time + 1);
  }
}
