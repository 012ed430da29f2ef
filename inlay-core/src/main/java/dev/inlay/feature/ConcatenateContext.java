package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;

/**
 * What holds for a whole row, put beside each step of its sequence: TensorFlow's {@code
 * concatenate_context_input}. Inputs are the context, {@code [rows, a]}, and the sequence, {@code
 * [rows, steps, b]}; the output is {@code [rows, steps, b + a]}.
 */
public record ConcatenateContext() implements Layer {
  public static ConcatenateContext of() {
    return new ConcatenateContext();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    if (inputs.length != 2 || inputs[0].shape().rank() != 2 || inputs[1].shape().rank() != 3) {
      throw new IllegalArgumentException(
          "wanted a context [rows, a] and a sequence [rows, steps, b], got "
              + java.util.Arrays.stream(inputs).map(Node::shape).toList());
    }
    Node sequence = inputs[1];
    Node everyStep = sequence.slice(2, 0, 1).mul(0);
    Node context = inputs[0].reshape(0, 1, inputs[0].shape().last()).add(everyStep);
    return Node.concat(2, sequence, context);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }
}
