package dev.inlay.feature;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.layer.RowEncoder;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the data side of columns has made, as nodes: where the graph side begins. Columns over the
 * same numbers or ids read the same nodes.
 */
public final class ColumnInputs {
  private final ColumnEncoder encoder;
  private final Map<String, Node> nodes = new HashMap<>();

  private ColumnInputs(ColumnEncoder encoder, List<Node> inputs) {
    this.encoder = encoder;
    List<TensorSpec> specs = encoder.inputs();
    if (specs.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "columns of %d inputs, got %d".formatted(specs.size(), inputs.size()));
    }
    for (int i = 0; i < specs.size(); i++) {
      nodes.put(specs.get(i).name(), inputs.get(i));
    }
  }

  /** The inputs of a layer that has the rows encoded for itself. */
  static ColumnInputs of(ColumnEncoder encoder, Scope scope, RowEncoder layer) {
    return new ColumnInputs(
        encoder, encoder.inputs().stream().map(spec -> scope.encoded(layer, spec)).toList());
  }

  /**
   * Inputs that are there already.
   *
   * @param inputs a node for each of {@link ColumnEncoder#inputs}
   */
  public static ColumnInputs of(ColumnEncoder encoder, Node... inputs) {
    return new ColumnInputs(encoder, List.of(inputs));
  }

  /** A column's numbers, {@code [rows, width]}. */
  public Node numbers(NumericColumn column) {
    return node(encoder.input(column));
  }

  /** Sine and cosine of a part of a time, {@code [rows, 2]}. */
  Node numbers(CyclicColumn column) {
    return node(encoder.input(column));
  }

  /** A one for each of a column's numbers that is missing, {@code [rows, width]}. */
  Node gaps(NumericColumn column) {
    return node(encoder.gaps(column));
  }

  /**
   * A column's ids: ragged, or {@code [rows, steps]} of a sequence, {@code [rows, steps, values]}
   * of one with several a step, with -1 for none.
   */
  public Node ids(CategoricalColumn column) {
    return node(encoder.input(column));
  }

  /** The weights of a column's ids, ragged; null if all count the same. */
  public @Nullable Node weights(CategoricalColumn column) {
    return column instanceof WeightedColumn weighted ? node(encoder.weights(weighted)) : null;
  }

  /** How often, or with how much weight, each category stands in a row. */
  Node counts(CategoricalColumn column) {
    Node ids = ids(column);
    Node weights = weights(column);
    int depth = column.numBuckets();
    return weights == null
        ? ids.graph().add(new Lookup.MultiHot(depth, false), ids)
        : ids.graph().add(new Lookup.MultiHot(depth, true), ids, weights);
  }

  /** The rows of a table that stand for a row's categories, made one. */
  Node combined(CategoricalColumn column, Node table, Combiner combiner, float maxNorm) {
    Node ids = ids(column);
    Node weights = weights(column);
    return weights == null
        ? ids.graph().add(new Lookup.Bag(combiner, false, maxNorm), table, ids)
        : ids.graph().add(new Lookup.Bag(combiner, true, maxNorm), table, ids, weights);
  }

  /** The numbers of a column's steps, {@code [rows, steps, width]}. */
  public Node numbers(SequenceNumericColumn column) {
    return node(encoder.input(column));
  }

  /** A one for each step that a row has, then zeros: {@code [rows, steps]}. */
  public Node stepMask() {
    return node(encoder.stepMask());
  }

  /**
   * For each step how often each category stands in it, {@code [rows, steps, numBuckets]}: a one
   * among zeros, where a step has one.
   */
  Node stepCounts(CategoricalColumn column) {
    Node ids = ids(column);
    Node ones = ids.graph().add(new Lookup.OneHot(column.numBuckets()), ids);
    return hasSeveral(ids) ? ones.sum(2) : ones;
  }

  /**
   * For each step a row of a table, or those of its categories made one: {@code [rows, steps,
   * dimension]}.
   */
  Node vectors(CategoricalColumn column, Node table, Combiner combiner, float maxNorm) {
    Node ids = ids(column);
    Node vectors = table.gather(ids);
    if (!Float.isInfinite(maxNorm)) {
      Node squares = vectors.square().sumKeepingDims(-1);
      vectors = vectors.mul(squares.max(maxNorm * maxNorm).pow(-0.5f).mul(maxNorm));
    }
    if (!hasSeveral(ids)) {
      return vectors;
    }
    Node sum = vectors.sum(2);
    Node count = ids.cast(DType.FLOAT32).greater(-0.5f).sumKeepingDims(2).max(1);
    return switch (combiner) {
      case SUM -> sum;
      case MEAN -> sum.div(count);
      case SQRTN -> sum.div(count.sqrt());
    };
  }

  /** Whether ids are {@code [rows, steps, values]}. */
  private static boolean hasSeveral(Node ids) {
    return ids.shape().rank() == 3;
  }

  private Node node(String input) {
    Node node = nodes.get(input);
    if (node == null) {
      throw new IllegalStateException("no input \"" + input + "\" among " + nodes.keySet());
    }
    return node;
  }
}
