package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Ops that fold axes, or bring folded ones back. */
public sealed interface Reduction extends Op {
  /** How elements are folded. */
  enum Fold {
    SUM,
    MEAN,
    MAX,
    MIN,
    PROD
  }

  /**
   * Folds the given axes. A fold over the batch axis meets all rows.
   *
   * @param axes which axes, from 0, rising
   * @param keepDims whether folded axes stay with length 1
   */
  record Reduce(Fold fold, List<Integer> axes, boolean keepDims) implements Reduction {
    public Reduce {
      axes = List.copyOf(axes);
      for (int i = 0; i < axes.size(); i++) {
        if (axes.get(i) < (i == 0 ? 0 : axes.get(i - 1) + 1)) {
          throw new IllegalArgumentException("axes to fold rise from 0 on, these are " + axes);
        }
      }
    }

    @Override
    public String name() {
      return "Reduce" + fold.name().charAt(0) + fold.name().substring(1).toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Shape out = Rules.one(this, inputs);
      for (int axis : axes.reversed()) {
        int a = out.axis(axis);
        out = keepDims ? out.withDim(a, 1) : Rules.without(out, a);
      }
      return out;
    }
  }

  /**
   * Undoes a {@link Reduce}'s shape: inputs are a folded value and the value that was folded; the
   * result repeats the first along the folded axes. With {@code mean}, divided by the number of
   * elements folded into one. It is the gradient of a sum or a mean.
   */
  record Unreduce(List<Integer> axes, boolean keepDims, boolean mean) implements Reduction {
    public Unreduce {
      axes = List.copyOf(axes);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      Shape folded = new Reduce(Fold.SUM, axes, keepDims).shape(inputs.subList(1, 2));
      Rules.like(this, "a folded value", folded, inputs.get(0));
      return inputs.get(1);
    }
  }

  /** The first input, broadcast to the second's shape. */
  record ExpandLike() implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      if (!inputs.get(0).broadcast(inputs.get(1)).equals(inputs.get(1))) {
        throw new IllegalArgumentException(
            "shape %s can't be expanded to %s".formatted(inputs.get(0), inputs.get(1)));
      }
      return inputs.get(1);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs.subList(0, 1), List.of(DType.FLOAT32));
    }
  }

  /** The first input, summed down to the second's shape: the gradient of broadcasting. */
  record SumLike() implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(1);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs.subList(0, 1), List.of(DType.FLOAT32));
    }
  }

  /** exp(x) over its sum along the last axis, without overflow. */
  record Softmax() implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.atLeast(this, inputs, 1);
    }
  }

  /** The logarithm of {@link Softmax}. */
  record LogSoftmax() implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.atLeast(this, inputs, 1);
    }
  }

  /**
   * Brings the elements along the last axis to mean 0 and variance 1 (Ba 2016): {@code (x - mean) /
   * √(variance + epsilon)}, the variance being the biased one.
   */
  record Standardize(float epsilon) implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.atLeast(this, inputs, 1);
    }
  }

  /**
   * The gradient of {@link Standardize}; inputs are what went in, what came of it, and the gradient
   * for that.
   */
  record StandardizeGrad(float epsilon) implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      Shape x = Rules.atLeast(this, inputs.subList(0, 1), 1);
      Rules.like(this, "what came of it", x, inputs.get(1));
      Rules.like(this, "a gradient", x, inputs.get(2));
      return x;
    }
  }

  /**
   * Running sums along an axis.
   *
   * @param exclusive whether an element's own value is left out of its sum
   * @param reverse whether sums run from the end
   */
  record CumSum(int axis, boolean exclusive, boolean reverse) implements Reduction {
    @Override
    public Shape shape(List<Shape> inputs) {
      Shape in = Rules.one(this, inputs);
      in.axis(axis);
      return in;
    }
  }
}
