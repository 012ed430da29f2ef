package dev.inlay.feature;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Node;
import dev.inlay.layer.Initializer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.TruncatedNormal;
import dev.inlay.layer.WeightSpec;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A learned vector for each category; a row's vectors are combined into one: TensorFlow's {@code
 * embedding_column}. A row without categories has zeros. Over a {@link SequenceCategoricalColumn},
 * a vector for each step.
 *
 * @param categorical the categories
 * @param dimension the length of a vector
 * @param combiner how vectors of one row are combined
 * @param initializer first values; null for TensorFlow's, a normal distribution of deviation {@code
 *     1 / sqrt(dimension)} cut at two deviations
 * @param maxNorm vectors looked up are scaled down to at most this length; infinite for no bound
 * @param trainable whether training moves the vectors
 */
public record EmbeddingColumn(
    CategoricalColumn categorical,
    int dimension,
    Combiner combiner,
    @Nullable Initializer initializer,
    float maxNorm,
    boolean trainable)
    implements DenseColumn, SequenceDenseColumn {
  public EmbeddingColumn {
    Check.embedding(categorical.name(), dimension, maxNorm);
  }

  /** With the mean of a row's vectors, TensorFlow's first values, no bound, and trained. */
  public static EmbeddingColumn of(CategoricalColumn categorical, int dimension) {
    return new EmbeddingColumn(
        categorical, dimension, Combiner.MEAN, null, Float.POSITIVE_INFINITY, true);
  }

  public EmbeddingColumn withCombiner(Combiner combiner) {
    return new EmbeddingColumn(categorical, dimension, combiner, initializer, maxNorm, trainable);
  }

  public EmbeddingColumn withInitializer(Initializer initializer) {
    return new EmbeddingColumn(categorical, dimension, combiner, initializer, maxNorm, trainable);
  }

  public EmbeddingColumn withMaxNorm(float maxNorm) {
    return new EmbeddingColumn(categorical, dimension, combiner, initializer, maxNorm, trainable);
  }

  public EmbeddingColumn withTrainable(boolean trainable) {
    return new EmbeddingColumn(categorical, dimension, combiner, initializer, maxNorm, trainable);
  }

  @Override
  public String name() {
    return categorical.name() + "_embedding";
  }

  @Override
  public List<String> features() {
    return categorical.features();
  }

  @Override
  public int width() {
    return dimension;
  }

  @Override
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.combined(categorical, table(scope), combiner, maxNorm);
  }

  @Override
  public Node steps(Scope scope, ColumnInputs inputs) {
    return inputs.vectors(categorical, table(scope), combiner, maxNorm);
  }

  private Node table(Scope scope) {
    return scope.weight(
        WeightSpec.of(
                variable("embedding_weights"),
                Shape.of(categorical.numBuckets(), dimension),
                initializer(initializer, dimension))
            .withTrainable(trainable));
  }

  static Initializer initializer(@Nullable Initializer chosen, int dimension) {
    return chosen == null ? TruncatedNormal.of(0, (float) (1 / Math.sqrt(dimension))) : chosen;
  }
}
