package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;

/** A column that gives a model numbers, the same count for each row. */
public sealed interface DenseColumn extends FeatureColumn
    permits NumericColumn,
        BucketizedColumn,
        IndicatorColumn,
        EmbeddingColumn,
        SharedEmbeddingColumn,
        CyclicColumn {
  /** How many numbers a row has. */
  int width();

  /**
   * The graph side: a row's numbers, {@code [rows, width]}.
   *
   * @param scope of the layer that the column stands in, which owns its weights
   * @param inputs what the data side has made
   */
  Node call(Scope scope, ColumnInputs inputs);
}
