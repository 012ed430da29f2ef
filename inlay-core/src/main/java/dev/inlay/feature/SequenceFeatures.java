package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.RowEncoder;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Columns of sequences side by side, ordered by name: TensorFlow's {@code SequenceFeatures}. Its
 * outputs are the steps, {@code [rows, steps, width]}, and the number of steps of each row, {@code
 * [rows]}. Where TensorFlow leaves it to the user to make a mask of the second, the first carries
 * one already, so that a recurrent layer after it reads each row to its own end.
 *
 * @param columns ordered by name
 */
public record SequenceFeatures(List<SequenceDenseColumn> columns) implements RowEncoder {
  /**
   * @throws IllegalArgumentException if there are no columns, two of one name, or one is no
   *     sequence
   */
  public SequenceFeatures {
    columns = FeatureColumn.inOrder(columns);
    FeatureColumn.checkVariables(
        columns.stream().filter(column -> column instanceof EmbeddingColumn).toList());
    SharedEmbedding.checkTables(columns);
    columns.forEach(SequenceFeatures::checkSequence);
  }

  /**
   * Columns side by side.
   *
   * @throws IllegalArgumentException if there are no columns, two of one name, or one is no
   *     sequence, or only categorical
   */
  public static SequenceFeatures of(Collection<? extends FeatureColumn> columns) {
    List<SequenceDenseColumn> sequences = new ArrayList<>();
    for (FeatureColumn column : columns) {
      if (!(column instanceof SequenceDenseColumn sequence)) {
        throw new IllegalArgumentException(
            column instanceof CategoricalColumn
                ? "column \"%s\" has categories, not numbers; wrap it: EmbeddingColumn.of(SequenceCategoricalColumn.of(column), 8)"
                    .formatted(column.name())
                : "column \"%s\" has no steps; use it in DenseFeatures, or make it a SequenceNumericColumn"
                    .formatted(column.name()));
      }
      sequences.add(sequence);
    }
    return new SequenceFeatures(sequences);
  }

  /** Columns side by side. */
  public static SequenceFeatures of(FeatureColumn... columns) {
    return of(List.of(columns));
  }

  private static void checkSequence(SequenceDenseColumn column) {
    if (!column.isSequence()) {
      throw new IllegalArgumentException(
          "column \"%s\" is over categories without an order; use it in DenseFeatures, or wrap the categories: SequenceCategoricalColumn.of(…)"
              .formatted(column.name()));
    }
  }

  /** How many numbers a step becomes. */
  public int width() {
    return columns.stream().mapToInt(SequenceDenseColumn::width).sum();
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

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return outputs(scope, ColumnInputs.of(ColumnEncoder.of(columns), scope, this));
  }

  /** The columns over inputs that somebody else has had encoded. */
  public List<Node> outputs(Scope scope, ColumnInputs inputs) {
    Node steps =
        Node.concat(
            2, columns.stream().map(column -> column.steps(scope, inputs)).toArray(Node[]::new));
    Node mask = inputs.stepMask();
    scope.mask(steps, mask);
    return List.of(steps, mask.sum(1).cast(DType.INT32));
  }
}
