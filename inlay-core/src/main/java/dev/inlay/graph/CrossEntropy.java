package dev.inlay.graph;

import dev.inlay.tensor.DType;
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
      Rules.positive("the number of axes of logits", s.rank());
      return Rules.without(s, s.rank() - 1);
    }
  }

  /** -log softmax(x)[y]: inputs are logits {@code [batch…, classes]} and ids {@code [batch…]}. */
  record SparseSoftmaxCrossEntropy() implements CrossEntropy {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      Shape logits = inputs.get(0);
      Rules.positive("the number of axes of logits", logits.rank());
      Shape labels = Rules.without(logits, logits.rank() - 1);
      Rules.like(this, "class labels", labels, inputs.get(1));
      return inputs.get(1);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs, List.of(DType.FLOAT32, DType.INT32));
    }
  }

  /**
   * The gradient of one of the above for its logits: inputs are the result's gradient g, logits x
   * and labels y; the result is a gradient for each logit. Sigmoid: (sigmoid(x) - y) g; softmax:
   * (softmax(x) Σy - y) g; sparse: (softmax(x) - one-hot(y)) g. It has no gradient of its own.
   */
  record CrossEntropyGrad(CrossEntropy loss) implements CrossEntropy {
    public CrossEntropyGrad {
      if (loss instanceof CrossEntropyGrad) {
        throw new IllegalArgumentException("a cross-entropy is derived once, not twice");
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      return loss instanceof SparseSoftmaxCrossEntropy
          ? inputs.get(1)
          : inputs.get(1).broadcast(inputs.get(2));
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return loss.dtype(inputs.subList(1, 3));
    }
  }
}
