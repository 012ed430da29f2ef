package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Application;
import dev.inlay.layer.RowEncoder;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Dense columns side by side, ordered by name: TensorFlow's {@code DenseFeatures}. It takes raw
 * rows instead of inputs, so it stands first in a Sequential model, and in a Functional one {@code
 * DenseFeatures.of(columns).on()} is a value beside the inputs. An embedding column's table is the
 * weight {@code <column>/embedding_weights}.
 *
 * @param columns ordered by name
 */
public record DenseFeatures(List<DenseColumn> columns) implements RowEncoder {
  /**
   * @throws IllegalArgumentException if there are no columns, or two of one name
   */
  public DenseFeatures {
    columns = FeatureColumn.inOrder(columns);
    FeatureColumn.checkVariables(columns.stream().filter(DenseFeatures::hasWeights).toList());
    SharedEmbedding.checkTables(columns);
    columns.forEach(DenseFeatures::checkNoSequence);
  }

  /**
   * Columns side by side.
   *
   * @throws IllegalArgumentException if there are no columns, two of one name, or one is only
   *     categorical
   */
  public static DenseFeatures of(Collection<? extends FeatureColumn> columns) {
    List<DenseColumn> dense = new ArrayList<>();
    for (FeatureColumn column : columns) {
      if (!(column instanceof DenseColumn d)) {
        throw new IllegalArgumentException(
            column instanceof CategoricalColumn
                ? "column \"%s\" has categories, not numbers; wrap it: EmbeddingColumn.of(column, 8) or IndicatorColumn.of(column)"
                    .formatted(column.name())
                : overASequence(column));
      }
      dense.add(d);
    }
    return new DenseFeatures(dense);
  }

  /** Columns side by side. */
  public static DenseFeatures of(FeatureColumn... columns) {
    return of(List.of(columns));
  }

  private static boolean hasWeights(DenseColumn column) {
    return column instanceof EmbeddingColumn
        || (column instanceof NumericColumn numbers && numbers.missing() == Missing.Rule.LEARN);
  }

  private static void checkNoSequence(DenseColumn column) {
    if (column.isSequence()) {
      throw new IllegalArgumentException(
          overASequence(column) + ", or leave SequenceCategoricalColumn out");
    }
  }

  private static String overASequence(FeatureColumn column) {
    return "column \"%s\" is over a sequence; use it in SequenceFeatures".formatted(column.name());
  }

  /** How many numbers a row becomes. */
  public int width() {
    return columns.stream().mapToInt(DenseColumn::width).sum();
  }

  /** Which numbers come of which column, and the tables. */
  public ColumnLayout describeLayout() {
    return ColumnLayout.of(columns);
  }

  @Override
  public Encoder encoder() {
    ColumnEncoder encoder = ColumnEncoder.of(columns);
    return batch -> encoder.encode(batch).features();
  }

  /**
   * Each column's numbers by itself, for a Functional model that wants to treat them differently:
   * TensorFlow's {@code cols_to_output_tensors}.
   *
   * @return values by the names of columns, in their order
   */
  public SequencedMap<String, Symbol> blocks() {
    List<Symbol> outputs = Application.of(new DenseBlocks(this)).outputs();
    var blocks = new LinkedHashMap<String, Symbol>();
    for (int i = 0; i < outputs.size(); i++) {
      blocks.put(columns.get(i).name(), outputs.get(i));
    }
    return blocks;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return call(scope, ColumnInputs.of(ColumnEncoder.of(columns), scope, this));
  }

  /** The columns over inputs that somebody else has had encoded. */
  public Node call(Scope scope, ColumnInputs inputs) {
    return Node.concat(1, blocks(scope, inputs).toArray(Node[]::new));
  }

  List<Node> blocks(Scope scope, ColumnInputs inputs) {
    return columns.stream().map(column -> column.call(scope, inputs)).toList();
  }
}
