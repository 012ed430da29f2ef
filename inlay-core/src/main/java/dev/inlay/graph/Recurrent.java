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
      Shape z = inputs.getFirst();
      int time = z.dim(1);
      return z.withDim(1, time == Shape.UNKNOWN ? time : time + 1);
    }
  }
}
