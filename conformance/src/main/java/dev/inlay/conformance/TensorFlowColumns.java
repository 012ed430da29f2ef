package dev.inlay.conformance;

import dev.inlay.data.Vocabulary;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.CrossKey;
import dev.inlay.feature.CrossedColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.HashBucketColumn;
import dev.inlay.feature.IdentityColumn;
import dev.inlay.feature.IndicatorColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.RawKey;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.SharedEmbedding;
import dev.inlay.feature.SharedEmbeddingColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.KerasSettings;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of {@code tf.feature_column} as ours. */
final class TensorFlowColumns {
  private static final String SEQUENCE = "sequence_";

  private TensorFlowColumns() {}

  /**
   * A column.
   *
   * @param column its {@code type} and its arguments
   * @throws UnsupportedOperationException naming the kind or setting that is missing here
   */
  static FeatureColumn column(Case column) {
    var from = settings(column);
    return switch (column.text("type")) {
      case "numeric_column" -> numeric(column);
      case "indicator_column" -> {
        var indicator = IndicatorColumn.of(categorical(inner(column, from, "categorical")));
        from.refuseTheRest();
        yield indicator;
      }
      case "embedding_column" -> {
        EmbeddingColumn embedding =
            EmbeddingColumn.of(
                    categorical(inner(column, from, "categorical")), from.integer("dimension"))
                .withCombiner(from.choice("combiner", Combiner.MEAN));
        List<Float> maxNorm = from.numbers("max_norm");
        from.refuseTheRest();
        yield maxNorm.isEmpty() ? embedding : embedding.withMaxNorm(maxNorm.getFirst());
      }
      case "sequence_numeric_column" -> sequenceNumeric(from);
      case "shared_embedding_column" -> shared(column, from);
      default -> categorical(column);
    };
  }

  /** A column with all those that share its table, {@code categoricals}. */
  private static SharedEmbeddingColumn shared(Case column, KerasSettings from) {
    from.drop("categoricals");
    List<CategoricalColumn> all =
        column.objects("categoricals").stream().map(TensorFlowColumns::categorical).toList();
    SharedEmbedding shared =
        SharedEmbedding.of(from.integer("dimension"), all)
            .withCombiner(from.choice("combiner", Combiner.MEAN))
            .withTableName(from.text("table", ""));
    SharedEmbeddingColumn one = shared.column(categorical(inner(column, from, "categorical")));
    from.refuseTheRest();
    return one;
  }

  static CategoricalColumn categorical(Case column) {
    var from = settings(column);
    String type = column.text("type");
    boolean sequence = type.startsWith(SEQUENCE);
    CategoricalColumn categorical =
        switch (sequence ? type.substring(SEQUENCE.length()) : type) {
          case "categorical_column_with_identity" -> {
            var identity = IdentityColumn.of(key(from), from.integer("num_buckets"));
            List<Integer> otherwise = from.integers("default_value");
            yield otherwise.isEmpty() ? identity : identity.withDefaultValue(otherwise.getFirst());
          }
          case "categorical_column_with_hash_bucket" ->
              HashBucketColumn.of(key(from), from.integer("hash_bucket_size"))
                  .withDtype(dtype(from));
          case "categorical_column_with_vocabulary_list" -> {
            from.drop("vocabulary_list", "dtype");
            yield VocabularyColumn.of(key(from), vocabulary(column.list("vocabulary_list")))
                .withDefaultValue(from.integer("default_value", -1))
                .withOovBuckets(from.integer("num_oov_buckets", 0));
          }
          case "bucketized_column" ->
              new BucketizedColumn(
                  numeric(inner(column, from, "source")), from.numbers("boundaries"));
          case "crossed_column" -> crossed(column, from);
          case "weighted_categorical_column" ->
              CategoricalColumn.weighted(
                  categorical(inner(column, from, "categorical")), from.text("weight_key", ""));
          default -> throw new UnsupportedOperationException("column " + type);
        };
    from.refuseTheRest();
    return sequence ? CategoricalColumn.sequence(categorical) : categorical;
  }

  private static SequenceNumericColumn sequenceNumeric(KerasSettings from) {
    int[] shape = from.integers("shape").stream().mapToInt(Integer::intValue).toArray();
    String key = key(from);
    var numeric =
        shape.length == 0 ? SequenceNumericColumn.of(key) : SequenceNumericColumn.of(key, shape);
    List<Float> otherwise = from.numbers("default_value");
    from.refuseTheRest();
    return otherwise.isEmpty() ? numeric : numeric.withDefaultValue(otherwise.getFirst());
  }

  private static NumericColumn numeric(Case column) {
    var from = settings(column);
    var numeric =
        NumericColumn.of(
            key(from), from.integers("shape").stream().mapToInt(Integer::intValue).toArray());
    List<Float> otherwise = from.numbers("default_value");
    from.refuseTheRest();
    if (otherwise.isEmpty()) {
      return numeric;
    }
    float[] values = new float[otherwise.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = otherwise.get(i);
    }
    return numeric.withDefaultValue(values);
  }

  private static CrossedColumn crossed(Case column, KerasSettings from) {
    List<CrossKey> keys = new ArrayList<>();
    for (Object key : column.list("keys")) {
      keys.add(
          key instanceof String name
              ? new RawKey(name)
              : (CrossKey) categorical(Case.of("a key", key)));
    }
    var crossed = CrossedColumn.of(from.integer("hash_bucket_size"), keys);
    from.drop("keys");
    return from.object("hash_key") instanceof Number key
        ? crossed.withHashKey(key.longValue())
        : crossed;
  }

  private static Vocabulary vocabulary(List<@Nullable Object> terms) {
    return !terms.isEmpty() && terms.getFirst() instanceof String
        ? Vocabulary.of(terms.stream().map(String::valueOf).toList())
        : Vocabulary.of(terms.stream().mapToLong(t -> Encoded.number(t).longValue()).toArray());
  }

  private static KerasSettings settings(Case column) {
    var from = new KerasSettings(column.text("type"), column.fields());
    from.drop("type");
    return from;
  }

  private static Case inner(Case column, KerasSettings from, String name) {
    from.drop(name);
    return Case.of(name, column.get(name));
  }

  private static String key(KerasSettings from) {
    return from.text("key", "");
  }

  private static DType dtype(KerasSettings from) {
    return switch (from.text("dtype", "string")) {
      case "string" -> DType.STRING;
      case "int64", "int32" -> DType.INT64;
      case String other ->
          throw new UnsupportedOperationException("%s of %s".formatted(from.className(), other));
    };
  }
}
