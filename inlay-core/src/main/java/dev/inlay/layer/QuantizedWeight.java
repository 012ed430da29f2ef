package dev.inlay.layer;

import static java.util.Objects.requireNonNull;

import dev.inlay.graph.Contraction;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A weight that is held as whole numbers, and the scales by which they are read.
 *
 * @param numbers of INT8
 * @param scale how much is one; divided by where there are no blocks, multiplied by where there are
 * @param zero the number that stands for zero in each block; null without blocks
 */
record QuantizedWeight(Node numbers, Node scale, @Nullable Node zero, Quantization how) {
  /** Keras's epsilon, added to the largest absolute value. */
  private static final float EPSILON = 1e-7f;

  /** Whole numbers, and what they were multiplied by to become such. */
  record Rows(Node numbers, Node scale) {}

  /**
   * The weight of a layer.
   *
   * @param shape how the whole numbers are kept: as a matrix, or as the weight is
   * @param scales the shape of the scales
   * @param blocksLast whether blocks are the last axis of the scales
   * @param kept the axes that aren't summed over, in the order of the scales
   */
  static QuantizedWeight of(
      Scope scope,
      WeightSpec spec,
      Quantization how,
      Shape shape,
      Shape scales,
      boolean blocksLast,
      List<Integer> kept) {
    String name = spec.name();
    Function<Rounded.Part, Rounded> first =
        part -> new Rounded(part, spec, shape, kept, how, blocksLast);
    Node numbers = scope.weight(WeightSpec.ofBytes(name, shape, first.apply(Rounded.Part.NUMBERS)));
    Node scale =
        scope.weight(
            WeightSpec.state(
                name + Rounded.Part.SCALE.suffix, scales, first.apply(Rounded.Part.SCALE)));
    Node zero =
        how.blockSize() == 0
            ? null
            : scope.weight(
                WeightSpec.state(
                    name + Rounded.Part.ZERO.suffix, scales, first.apply(Rounded.Part.ZERO)));
    return new QuantizedWeight(numbers, scale, zero, how);
  }

  /** A kernel {@code [width, units]} whose columns have a scale each. */
  static QuantizedWeight ofColumns(Scope scope, WeightSpec spec, Quantization how) {
    return ofColumns(scope, spec, how, spec.shape());
  }

  /** A kernel that is kept as a matrix whose columns have a scale each. */
  static QuantizedWeight ofColumns(Scope scope, WeightSpec spec, Quantization how, Shape shape) {
    int blocks = how.blocks(shape.dim(0));
    Shape scales = how.blockSize() == 0 ? Shape.of(shape.dim(1)) : Shape.of(blocks, shape.dim(1));
    return of(scope, spec, how, shape, scales, false, List.of(1));
  }

  /** A table {@code [ids, width]} whose rows have a scale each. */
  static QuantizedWeight ofRows(Scope scope, WeightSpec spec, Quantization how) {
    Shape shape = spec.shape();
    int blocks = how.blocks(shape.dim(1));
    Shape scales = how.blockSize() == 0 ? Shape.of(shape.dim(0)) : Shape.of(shape.dim(0), blocks);
    return of(scope, spec, how, shape, scales, true, List.of(0));
  }

  /** Values rounded to whole numbers up to 127 by the largest of them along axes. */
  static Rows rows(Node x, int... axes) {
    Graph graph = x.graph();
    List<Integer> along = IntStream.of(axes).map(x.shape()::axis).sorted().boxed().toList();
    Node free = x.stopGradient();
    Node largest = graph.add(new Reduction.Reduce(Reduction.Fold.MAX, along, true), free.abs());
    Node scale = graph.constant(127).div(largest.add(EPSILON));
    Node scaled = x.mul(scale);
    // The difference is exact, so that the sum is the whole number; its gradient is that of x.
    Node rest = scaled.apply(Unary.ROUND).sub(scaled).stopGradient();
    return new Rows(scaled.add(rest), scale);
  }

  /** The floats that a matrix stands for. */
  Node floats() {
    if (zero == null) {
      return numbers.cast(DType.FLOAT32).div(scale);
    }
    int length = numbers.shape().dim(0);
    Node[] parts = new Node[how.blocks(length)];
    for (int block = 0; block < parts.length; block++) {
      int from = block * how.blockSize();
      Node part = numbers.slice(0, from, Math.min(length, from + how.blockSize()));
      parts[block] =
          part.cast(DType.FLOAT32)
              .sub(zero.slice(0, block, block + 1))
              .mul(scale.slice(0, block, block + 1));
    }
    return Node.concat(0, parts);
  }

  /** Rows of a table. */
  Node gather(Node ids) {
    // A missing id, below 0, gives zeros whatever the scale.
    Node known = ids.max(Embedding.integer(ids.graph(), 0));
    Node rows = numbers.gather(ids);
    Node scales = scale.gather(known);
    if (zero == null) {
      return rows.div(column(scales));
    }
    Node zeros = zero.gather(known);
    int width = numbers.shape().last();
    Node[] parts = new Node[how.blocks(width)];
    for (int block = 0; block < parts.length; block++) {
      int from = block * how.blockSize();
      Node part = rows.slice(-1, from, Math.min(width, from + how.blockSize()));
      parts[block] =
          part.sub(zeros.slice(-1, block, block + 1)).mul(scales.slice(-1, block, block + 1));
    }
    return Node.concat(-1, parts);
  }

  /** Rows times a kernel {@code [width, units]}. */
  Node times(Node x) {
    return zero == null ? whole(x, false) : inBlocks(x, false);
  }

  /** Rows times the rows of a table {@code [ids, width]}. */
  Node timesRows(Node x) {
    return zero == null ? whole(x, true) : inBlocks(x, true);
  }

  private Node whole(Node x, boolean transposed) {
    if (!how.roundsInputs()) {
      return product(x, numbers, transposed).div(scale);
    }
    Rows rows = rows(x, -1);
    return product(rows.numbers(), numbers, transposed).div(scale.mul(rows.scale()));
  }

  /** {@code Σ over blocks (x · numbers - zero Σ x) scale}. */
  private Node inBlocks(Node x, boolean transposed) {
    int summed = transposed ? 1 : 0;
    int length = numbers.shape().dim(summed);
    Node sum = null;
    for (int block = 0; block < how.blocks(length); block++) {
      int from = block * how.blockSize();
      int to = Math.min(length, from + how.blockSize());
      Node part = x.slice(-1, from, to);
      Node product = product(part, numbers.slice(summed, from, to), transposed);
      Node shift = part.sumKeepingDims(-1).mul(ofBlock(requireNonNull(zero), summed, block));
      Node term = product.sub(shift).mul(ofBlock(scale, summed, block));
      sum = sum == null ? term : sum.add(term);
    }
    return requireNonNull(sum);
  }

  private static Node ofBlock(Node scales, int axis, int block) {
    return scales.slice(axis, block, block + 1).reshape(-1);
  }

  private static Node product(Node x, Node numbers, boolean transposed) {
    return x.graph().add(new Contraction.MatMul(false, transposed), x, numbers);
  }

  /** With one more axis, of length 1. */
  static Node column(Node x) {
    int[] dims = new int[x.shape().rank() + 1];
    dims[dims.length - 1] = 1;
    return x.reshape(dims);
  }
}
