package dev.inlay.feature;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Node;
import dev.inlay.layer.Initializer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.WeightSpec;
import dev.inlay.tensor.Shape;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table of learned vectors for several categorical columns that have the same ids, as "seen
 * item" and "bought item": TensorFlow's {@code shared_embeddings}. Its {@link #columns} are what a
 * model takes; those in different layers of a model share the table too.
 *
 * <pre>{@code
 * var item   = SharedEmbedding.of(16, seen, bought);
 * var layer  = DenseFeatures.of(item.columns());
 * }</pre>
 *
 * @param categoricals of one kind, with the same number of ids
 * @param dimension the length of a vector
 * @param combiner how vectors of one row are combined
 * @param initializer first values; null for TensorFlow's, a normal distribution of deviation {@code
 *     1 / sqrt(dimension)} cut at two deviations
 * @param tableName the path of the table within a model
 * @param maxNorm vectors looked up are scaled down to at most this length; infinite for no bound
 * @param trainable whether training moves the vectors
 */
public record SharedEmbedding(
    List<CategoricalColumn> categoricals,
    int dimension,
    Combiner combiner,
    @Nullable Initializer initializer,
    String tableName,
    float maxNorm,
    boolean trainable) {
  public SharedEmbedding {
    categoricals = List.copyOf(categoricals);
    if (categoricals.isEmpty()) {
      throw new IllegalArgumentException("a shared embedding has one column or more");
    }
    Check.embedding(tableName, dimension, maxNorm);
    CategoricalColumn first = categoricals.getFirst();
    for (CategoricalColumn column : categoricals) {
      if (!kind(column).equals(kind(first))) {
        throw new IllegalArgumentException(
            "columns that share a table are of one kind; \"%s\" is a %s, \"%s\" a %s"
                .formatted(first.name(), kind(first), column.name(), kind(column)));
      }
      if (column.numBuckets() != first.numBuckets()) {
        throw new IllegalArgumentException(
            "columns that share a table have as many ids; \"%s\" has %,d, \"%s\" has %,d"
                .formatted(first.name(), first.numBuckets(), column.name(), column.numBuckets()));
      }
    }
  }

  /**
   * With the mean of a row's vectors, TensorFlow's first values and name, no bound, and trained.
   */
  public static SharedEmbedding of(int dimension, CategoricalColumn... categoricals) {
    return of(dimension, List.of(categoricals));
  }

  /**
   * With the mean of a row's vectors, TensorFlow's first values and name, no bound, and trained.
   */
  public static SharedEmbedding of(int dimension, List<? extends CategoricalColumn> categoricals) {
    String names =
        categoricals.stream()
            .map(FeatureColumn::name)
            .sorted(Names.BY_CODE_POINT)
            .collect(Collectors.joining("_"));
    return new SharedEmbedding(
        List.copyOf(categoricals),
        dimension,
        Combiner.MEAN,
        null,
        names + "_shared_embedding",
        Float.POSITIVE_INFINITY,
        true);
  }

  public SharedEmbedding withCombiner(Combiner combiner) {
    return new SharedEmbedding(
        categoricals, dimension, combiner, initializer, tableName, maxNorm, trainable);
  }

  public SharedEmbedding withInitializer(Initializer initializer) {
    return new SharedEmbedding(
        categoricals, dimension, combiner, initializer, tableName, maxNorm, trainable);
  }

  /** With another name for the table: TensorFlow's {@code shared_embedding_collection_name}. */
  public SharedEmbedding withTableName(String tableName) {
    return new SharedEmbedding(
        categoricals, dimension, combiner, initializer, tableName, maxNorm, trainable);
  }

  public SharedEmbedding withMaxNorm(float maxNorm) {
    return new SharedEmbedding(
        categoricals, dimension, combiner, initializer, tableName, maxNorm, trainable);
  }

  public SharedEmbedding withTrainable(boolean trainable) {
    return new SharedEmbedding(
        categoricals, dimension, combiner, initializer, tableName, maxNorm, trainable);
  }

  /** A column for each of the categorical ones, in their order. */
  public List<SharedEmbeddingColumn> columns() {
    return categoricals.stream().map(this::column).toList();
  }

  /**
   * The column for one of the categorical ones.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public SharedEmbeddingColumn column(CategoricalColumn categorical) {
    return new SharedEmbeddingColumn(categorical, this);
  }

  Node table(Scope scope) {
    return scope.sharedWeight(
        WeightSpec.of(
                Names.path(tableName),
                Shape.of(categoricals.getFirst().numBuckets(), dimension),
                EmbeddingColumn.initializer(initializer, dimension))
            .withTrainable(trainable));
  }

  /** Refuses different tables that would be at one path. */
  static void checkTables(Collection<? extends FeatureColumn> columns) {
    Map<String, SharedEmbedding> tables = new HashMap<>();
    for (FeatureColumn column : columns) {
      if (column instanceof SharedEmbeddingColumn(_, SharedEmbedding shared)) {
        SharedEmbedding other = tables.put(Names.path(shared.tableName), shared);
        if (other != null && !other.equals(shared)) {
          throw new IllegalArgumentException(
              "two shared embeddings have the table \"%s\"; rename one with withTableName"
                  .formatted(shared.tableName));
        }
      }
    }
  }

  private static String kind(CategoricalColumn column) {
    return switch (column) {
      case WeightedColumn weighted -> kind(weighted.categorical());
      case SequenceCategoricalColumn sequence -> kind(sequence.categorical());
      case OptionalColumn optional -> kind(optional.categorical());
      case TextColumn text -> kind(text.categorical());
      case IdentityColumn _,
          HashBucketColumn _,
          VocabularyColumn _,
          BucketizedColumn _,
          CrossedColumn _,
          TimeColumn _ ->
          column.getClass().getSimpleName();
    };
  }
}
