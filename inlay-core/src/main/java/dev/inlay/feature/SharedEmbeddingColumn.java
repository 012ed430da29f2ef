package dev.inlay.feature;

import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import java.util.List;

/**
 * A learned vector for each category, out of a table that other columns use too. {@link
 * SharedEmbedding} makes these.
 *
 * @param categorical the categories
 * @param shared the table, with all columns that use it
 */
public record SharedEmbeddingColumn(CategoricalColumn categorical, SharedEmbedding shared)
    implements DenseColumn, SequenceDenseColumn {
  public SharedEmbeddingColumn {
    if (!shared.categoricals().contains(categorical)) {
      throw new IllegalArgumentException(
          "column \"%s\" is none of those that share table \"%s\""
              .formatted(categorical.name(), shared.tableName()));
    }
  }

  @Override
  public String name() {
    return categorical.name() + "_shared_embedding";
  }

  @Override
  public List<String> features() {
    return categorical.features();
  }

  @Override
  public int width() {
    return shared.dimension();
  }

  @Override
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.combined(categorical, shared.table(scope), shared.combiner(), shared.maxNorm());
  }

  @Override
  public Node steps(Scope scope, ColumnInputs inputs) {
    return inputs.vectors(categorical, shared.table(scope), shared.combiner(), shared.maxNorm());
  }
}
