package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Ops that turn ids into rows. A negative id stands for a missing one: it gives zeros and takes no
 * gradient. Ids beyond the table must not arrive; whoever feeds them checks.
 */
public sealed interface Lookup extends Op {
  /**
   * Rows of a table, as floats: inputs are a table {@code [rows, …]}, of floats or held in 8 bits,
   * and integer ids of any shape.
   */
  record Gather() implements Lookup {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      Shape out = inputs.get(1);
      for (int d : Rules.rowDims(this, inputs.getFirst())) {
        out = out.append(d);
      }
      return out;
    }

    @Override
    public DType dtype(List<DType> inputs) {
      DType table = inputs.getFirst() == DType.INT8 ? DType.INT8 : DType.FLOAT32;
      return Rules.types(this, inputs, List.of(table, DType.INT32));
    }
  }

  /** A table of zeros with rows added at ids: inputs are ids, rows, and a table to be like. */
  record GatherGrad() implements Lookup {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      Shape rows = new Gather().shape(List.of(inputs.get(2), inputs.get(0)));
      Rules.like(this, "rows", rows, inputs.get(1));
      return inputs.get(2);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs, List.of(DType.INT32, DType.FLOAT32, DType.FLOAT32));
    }
  }

  /**
   * One row for each row of ragged ids: inputs are a table {@code [rows, width]}, ragged ids and,
   * if {@code weighted}, ragged weights of the same splits; the result is {@code [batch, width]}.
   * As TensorFlow's safe_embedding_lookup_sparse: negative ids are left out, and with a combiner
   * other than sum also entries of weight 0 or less; a row with nothing left is zeros.
   *
   * @param maxNorm rows looked up are scaled down to at most this Euclidean norm before they are
   *     combined; infinite for no bound
   */
  record Bag(Combiner combiner, boolean weighted, float maxNorm) implements Lookup {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, weighted ? 3 : 2);
      return Shape.of(inputs.get(1).dim(0), Rules.width(this, inputs.get(0)));
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(
          this,
          inputs,
          weighted
              ? List.of(DType.FLOAT32, DType.INT32, DType.FLOAT32)
              : List.of(DType.FLOAT32, DType.INT32));
    }
  }

  /**
   * The gradient of a {@link Bag} for its whole table: inputs are those of the bag, then the
   * gradient of its result. Only where the table takes gradients densely too.
   */
  record BagGrad(Bag bag) implements Lookup {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, bag.weighted() ? 4 : 3);
      return inputs.getFirst();
    }

    @Override
    public DType dtype(List<DType> inputs) {
      Rules.types(this, inputs.subList(inputs.size() - 1, inputs.size()), List.of(DType.FLOAT32));
      return bag.dtype(inputs.subList(0, inputs.size() - 1));
    }
  }

  /** Integer ids of any shape as rows of {@code depth} zeros with a one; none for an id outside. */
  record OneHot(int depth) implements Lookup {
    public OneHot {
      Rules.positive("depth", depth);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.one(this, inputs).append(depth);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(this, inputs, List.of(DType.INT32));
    }
  }

  /**
   * How often (or with how much weight) each id stands in a row of ragged ids: inputs are ids and,
   * if {@code weighted}, weights; the result is {@code [batch, depth]}. Ids outside are left out.
   */
  record MultiHot(int depth, boolean weighted) implements Lookup {
    public MultiHot {
      Rules.positive("depth", depth);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, weighted ? 2 : 1);
      return Shape.of(inputs.getFirst().dim(0), depth);
    }

    @Override
    public DType dtype(List<DType> inputs) {
      return Rules.types(
          this, inputs, weighted ? List.of(DType.INT32, DType.FLOAT32) : List.of(DType.INT32));
    }
  }
}
