package dev.inlay.feature;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Node;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.RowEncoder;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Shape;
import java.util.Collection;
import java.util.List;

/**
 * A weighted sum of columns: TensorFlow's {@code LinearModel}. Each category of a categorical
 * column, and each number of a dense one, has a weight for each output, {@code <column>/weights};
 * then {@code bias_weights} is added. All are zeros at first.
 *
 * @param columns dense or categorical, ordered by name
 * @param units how many sums are made of a row
 * @param sparseCombiner how the weights of a row's categories become one
 */
public record LinearModel(List<FeatureColumn> columns, int units, Combiner sparseCombiner)
    implements RowEncoder {
  /**
   * @throws IllegalArgumentException if there are no columns, or two of one name, or no units
   */
  public LinearModel {
    columns = FeatureColumn.inOrder(columns.stream().map(LinearModel::bag).toList());
    FeatureColumn.checkVariables(columns);
    SharedEmbedding.checkTables(columns);
    if (units < 1) {
      throw new IllegalArgumentException("LinearModel: %d units; give 1 or more".formatted(units));
    }
  }

  /**
   * The column as the model reads it: of a sequence of categories, only how often each is there.
   */
  private static FeatureColumn bag(FeatureColumn column) {
    if (column instanceof SequenceCategoricalColumn(CategoricalColumn values, _)) {
      return values;
    }
    if (column.isSequence()) {
      throw new IllegalArgumentException(
          "column \"%s\" has numbers for each step; a linear model wants one sum a row"
              .formatted(column.name()));
    }
    return column;
  }

  /** One sum a row; the weights of several categories are added. */
  public static LinearModel of(Collection<? extends FeatureColumn> columns) {
    return new LinearModel(List.copyOf(columns), 1, Combiner.SUM);
  }

  public LinearModel withUnits(int units) {
    return new LinearModel(columns, units, sparseCombiner);
  }

  public LinearModel withSparseCombiner(Combiner combiner) {
    return new LinearModel(columns, units, combiner);
  }

  /** Which numbers come of which column, and the tables. */
  public ColumnLayout describeLayout() {
    return ColumnLayout.ofWeights(columns, units);
  }

  @Override
  public Encoder encoder() {
    ColumnEncoder encoder = ColumnEncoder.of(columns);
    return batch -> encoder.encode(batch).features();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return call(scope, ColumnInputs.of(ColumnEncoder.of(columns), scope, this));
  }

  /** The columns over inputs that somebody else has had encoded. */
  public Node call(Scope scope, ColumnInputs inputs) {
    return columns.stream()
        .map(column -> sum(scope, inputs, column))
        .reduce(Node::add)
        .orElseThrow()
        .add(scope.weight("bias_weights", Shape.of(units), Initializers.ZEROS));
  }

  /** A column's part: {@code [rows, units]}. Buckets count as categories, as in TensorFlow. */
  private Node sum(Scope scope, ColumnInputs inputs, FeatureColumn column) {
    return switch (column) {
      case CategoricalColumn c ->
          inputs.combined(
              c, weights(scope, c, c.numBuckets()), sparseCombiner, Float.POSITIVE_INFINITY);
      case SequenceNumericColumn c ->
          throw new IllegalStateException(c.name() + " is refused by the constructor");
      case DenseColumn c -> c.call(scope, inputs).matMul(weights(scope, c, c.width()));
    };
  }

  private Node weights(Scope scope, FeatureColumn column, int rows) {
    return scope.weight(column.variable("weights"), Shape.of(rows, units), Initializers.ZEROS);
  }
}
