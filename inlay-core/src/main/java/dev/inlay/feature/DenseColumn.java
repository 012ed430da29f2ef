package dev.inlay.feature;

/** A column that gives a model numbers, the same count for each row. */
public sealed interface DenseColumn extends FeatureColumn
    permits NumericColumn, BucketizedColumn, IndicatorColumn, EmbeddingColumn {
  /** How many numbers a row has. */
  int width();
}
