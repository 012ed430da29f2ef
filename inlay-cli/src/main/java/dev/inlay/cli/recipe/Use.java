package dev.inlay.cli.recipe;

import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.CyclicColumn;
import dev.inlay.feature.DenseColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.IndicatorColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.SharedEmbeddingColumn;

/**
 * A column, and which parts of the model see it.
 *
 * @param wide whether the linear model does
 * @param deep whether the network does
 * @param embedding how long the network's vectors of its categories are; 0 for a one among zeros
 */
public record Use(FittedColumn fitted, boolean wide, boolean deep, int embedding) {
  /** The column as the network takes it. */
  DenseColumn dense() {
    FeatureColumn column = fitted.column();
    return switch (column) {
      case NumericColumn numbers -> numbers;
      case CategoricalColumn categories ->
          embedding > 0
              ? EmbeddingColumn.of(categories, embedding)
              : IndicatorColumn.of(categories);
      case EmbeddingColumn _,
          IndicatorColumn _,
          SharedEmbeddingColumn _,
          SequenceNumericColumn _,
          CyclicColumn _ ->
          throw new IllegalStateException(column.name() + " is made here only");
    };
  }

  /** How the parts see it, for people. */
  public String describe() {
    boolean numbers = fitted instanceof FittedColumn.Numbers;
    String network =
        numbers
            ? "deep"
            : embedding > 0 ? "deep (embedding " + embedding + ")" : "deep (indicator)";
    return wide && deep ? "wide, " + network : wide ? "wide" : network;
  }
}
