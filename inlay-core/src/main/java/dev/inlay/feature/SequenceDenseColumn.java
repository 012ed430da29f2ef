package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;

/** A column that gives a model numbers for each step of a sequence, the same count for each. */
public sealed interface SequenceDenseColumn extends FeatureColumn
    permits SequenceNumericColumn, IndicatorColumn, EmbeddingColumn, SharedEmbeddingColumn {
  /** How many numbers a step has. */
  int width();

  /**
   * The graph side: a row's steps, {@code [rows, steps, width]}; zeros after a row's last step.
   *
   * @param scope of the layer that the column stands in, which owns its weights
   * @param inputs what the data side has made
   */
  Node steps(Scope scope, ColumnInputs inputs);
}
