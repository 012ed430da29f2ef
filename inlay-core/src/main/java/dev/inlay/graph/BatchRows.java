package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the first axes of a graph's nodes grow with the batch, which their shape rules tell when they
 * are asked with two batch sizes.
 */
final class BatchRows {
  private static final int ONE = 211;
  private static final int OTHER = 223;
  private static final int NEITHER = -1;

  private final int[] counts;

  private BatchRows(int[] counts) {
    this.counts = counts;
  }

  /**
   * The counts of all nodes.
   *
   * @param isRow whether an input has a row for each of the batch's
   */
  static BatchRows of(Graph graph, Predicate<Node> isRow) {
    List<@Nullable Shape> one = shapes(graph, isRow, ONE);
    List<@Nullable Shape> other = shapes(graph, isRow, OTHER);
    int[] counts = new int[one.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count(one.get(i), other.get(i));
    }
    return new BatchRows(counts);
  }

  /** Shapes for a batch size; null for nodes that certain sizes only fit. */
  private static List<@Nullable Shape> shapes(Graph graph, Predicate<Node> isRow, int batch) {
    List<@Nullable Shape> shapes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Shape> inputs = new ArrayList<>();
      for (Node input : node.inputs()) {
        Shape shape = shapes.get(input.index());
        if (shape != null) {
          inputs.add(shape);
        }
      }
      Shape shape = null;
      if (inputs.size() == node.inputs().size()) {
        try {
          shape = node.op().shape(inputs);
        } catch (IllegalArgumentException onlyOtherBatchesFit) {
          shape = null;
        }
      }
      boolean row = node.op() instanceof Source.Input && isRow.test(node);
      shapes.add(row && shape != null ? shape.withDim(0, batch) : shape);
    }
    return shapes;
  }

  private static int count(@Nullable Shape one, @Nullable Shape other) {
    if (one == null || other == null) {
      return NEITHER;
    }
    if (one.equals(other)) {
      return 0;
    }
    int times = one.dim(0) / ONE;
    boolean multiple = one.dim(0) == times * ONE && other.dim(0) == times * OTHER;
    return multiple && one.without(0).equals(other.without(0)) ? times : NEITHER;
  }

  /** How many rows a node has for each row of the batch; 0 if it is the same for any batch. */
  int of(Node node) {
    return counts[node.index()];
  }

  /**
   * The first node that these need and that isn't computed for each row of the batch by itself, or
   * is drawn anew for all of them; null if there is none.
   */
  @Nullable Node firstMixed(List<Node> results) {
    BitSet needed = needed(results);
    for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
      Node node = results.getFirst().graph().nodes().get(i);
      boolean ofRows = node.inputs().stream().anyMatch(in -> of(in) != 0);
      boolean drawn = node.op() instanceof Random && of(node) == 0;
      if (drawn || of(node) == NEITHER || (ofRows && (of(node) == 0 || isAlongBatch(node)))) {
        return node;
      }
    }
    return null;
  }

  /** The places of the nodes that these are made of. */
  static BitSet needed(List<Node> results) {
    BitSet needed = new BitSet();
    results.forEach(node -> needed.set(node.index()));
    for (int i = needed.length() - 1; i >= 0; i--) {
      if (needed.get(i)) {
        Node node = results.getFirst().graph().nodes().get(i);
        node.inputs().forEach(in -> needed.set(in.index()));
      }
    }
    return needed;
  }

  /** Whether an op mixes rows though its result has as many. */
  private boolean isAlongBatch(Node node) {
    Shape shape = node.shape();
    Op op = node.op();
    return switch (op) {
      case Reduction.CumSum c -> shape.axis(c.axis()) == 0;
      case Movement.Reverse r -> shape.axis(r.axis()) == 0;
      case Movement.Concat c -> shape.axis(c.axis()) == 0;
      case Lookup.Gather _ -> of(node.input(0)) != 0;
      case Window _ -> of(node.input(1)) != 0 && !(op instanceof Window.PoolGrad);
      case Recurrent _ -> of(node.input(1)) != 0;
      case Reduction.Softmax _,
          Reduction.LogSoftmax _,
          Reduction.Standardize _,
          Reduction.StandardizeGrad _,
          Selection _ ->
          shape.rank() == 1;
      // Shapes tell, or the op never looks at another row.
      case Reduction.Reduce _,
          Reduction.Unreduce _,
          Reduction.ExpandLike _,
          Reduction.SumLike _,
          Movement.Reshape _,
          Movement.ReshapeLike _,
          Movement.Transpose _,
          Movement.Slice _,
          Movement.SliceGrad _,
          Movement.Pad _,
          Lookup.GatherGrad _,
          Lookup.Bag _,
          Lookup.BagGrad _,
          Lookup.OneHot _,
          Lookup.MultiHot _,
          Source _,
          Elementwise _,
          Contraction _,
          CrossEntropy _,
          Scan _,
          Random _ ->
          false;
    };
  }
}
