package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** Cross-entropies from logits, each with its numerically safe form. */
public sealed interface CrossEntropy extends Op {
  /** max(x, 0) - x y + log(1 + exp(-|x|)): inputs are logits x and labels y, of one shape. */
  record SigmoidCrossEntropy() implements CrossEntropy {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(0).broadcast(inputs.get(1));
    }
  }

  /**
   * -Σ y log softmax(x) over the last axis: inputs are logits and labels {@code [batch…, classes]},
   * the result is {@code [batch…]}.
   */
  record SoftmaxCrossEntropy() implements CrossEntropy {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      Shape s = inputs.get(0).broadcast(inputs.get(1));
      return Rules.without(s, s.rank() - 1);
    }
  }

  /** -log softmax(x)[y]: inputs are logits {@code [batch…, classes]} and ids {@code [batch…]}. */
  record SparseSoftmaxCrossEntropy() implements CrossEntropy {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(1);
    }
  }
}
