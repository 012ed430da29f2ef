package dev.inlay.cli.recipe;

import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.DenseColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.IndicatorColumn;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.SharedEmbedding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column, and which parts of the model see it.
 *
 * @param wide whether the linear model does
 * @param deep whether the network does
 * @param embedding how long the network's vectors of its categories are; 0 for a one among zeros
 * @param table the name of the table that the network's columns share; empty for one of its own
 */
public record Use(FeatureColumn column, boolean wide, boolean deep, int embedding, String table) {
  /** Categories in the order of their terms. */
  Use inOrder() {
    CategoricalColumn steps = CategoricalColumn.sequence((CategoricalColumn) column);
    return new Use(steps, wide, deep, embedding, table);
  }

  /** The columns as the network takes them. */
  static List<FeatureColumn> network(List<Use> uses) {
    Map<String, List<Use>> tables = new LinkedHashMap<>();
    List<FeatureColumn> dense = new ArrayList<>();
    for (Use use : uses) {
      if (!use.deep) {
        continue;
      }
      if (!use.table.isEmpty() && use.column instanceof CategoricalColumn) {
        tables.computeIfAbsent(use.table, _ -> new ArrayList<>()).add(use);
      } else {
        dense.add(use.network());
      }
    }
    tables.forEach((table, sharing) -> dense.addAll(shared(table, sharing)));
    return dense;
  }

  private static List<? extends DenseColumn> shared(String table, List<Use> uses) {
    List<CategoricalColumn> columns =
        uses.stream().map(use -> (CategoricalColumn) use.column).toList();
    int dimension = Math.max(1, uses.getFirst().embedding);
    return SharedEmbedding.of(dimension, columns).withTableName(table).columns();
  }

  private FeatureColumn network() {
    return switch (column) {
      case CategoricalColumn categories ->
          embedding > 0
              ? EmbeddingColumn.of(categories, embedding)
              : IndicatorColumn.of(categories);
      case DenseColumn numbers -> numbers;
      case SequenceNumericColumn numbers -> numbers;
    };
  }

  /** How the parts see it, for people. */
  public String describe() {
    boolean numbers = !(column instanceof CategoricalColumn);
    String network =
        numbers
            ? "deep"
            : embedding > 0 ? "deep (embedding " + embedding + ")" : "deep (indicator)";
    return wide && deep ? "wide, " + network : wide ? "wide" : network;
  }
}
