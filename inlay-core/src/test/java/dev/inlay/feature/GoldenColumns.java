package dev.inlay.feature;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.data.Batch;
import dev.inlay.data.Vocabulary;
import dev.inlay.graph.Combiner;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Columns and features as the golden files describe them. */
final class GoldenColumns {
  private GoldenColumns() {}

  static FeatureColumn column(Case json) {
    return switch (json.text("type")) {
      case "numeric_column" -> numeric(json);
      case "indicator_column" -> IndicatorColumn.of(categorical(json.object("categorical")));
      case "embedding_column" -> {
        EmbeddingColumn column =
            EmbeddingColumn.of(categorical(json.object("categorical")), json.number("dimension"))
                .withCombiner(Combiner.valueOf(json.text("combiner").toUpperCase(Locale.ROOT)));
        yield json.fields().get("max_norm") instanceof Number maxNorm
            ? column.withMaxNorm(maxNorm.floatValue())
            : column;
      }
      default -> categorical(json);
    };
  }

  static CategoricalColumn categorical(Case json) {
    return switch (json.text("type")) {
      case "categorical_column_with_identity" -> {
        IdentityColumn column =
            CategoricalColumn.identity(json.text("key"), json.number("num_buckets"));
        yield json.fields().get("default_value") instanceof Number id
            ? column.withDefaultValue(id.intValue())
            : column;
      }
      case "categorical_column_with_hash_bucket" ->
          CategoricalColumn.hashBucket(json.text("key"), json.number("hash_bucket_size"))
              .withDtype("int64".equals(json.fields().get("dtype")) ? DType.INT64 : DType.STRING);
      case "categorical_column_with_vocabulary_list" ->
          VocabularyColumn.of(json.text("key"), vocabulary(json.list("vocabulary_list")))
              .withDefaultValue(json.number("default_value"))
              .withOovBuckets(json.number("num_oov_buckets"));
      case "bucketized_column" -> bucketized(json);
      case "crossed_column" -> {
        CrossedColumn column =
            CrossedColumn.of(
                json.number("hash_bucket_size"),
                json.<Object>list("keys").stream().map(GoldenColumns::key).toList());
        yield json.fields().get("hash_key") instanceof Number key
            ? column.withHashKey(key.longValue())
            : column;
      }
      case "weighted_categorical_column" ->
          CategoricalColumn.weighted(
              categorical(json.object("categorical")), json.text("weight_key"));
      default -> throw new IllegalArgumentException(json.text("type"));
    };
  }

  private static NumericColumn numeric(Case json) {
    List<Number> shape = json.list("shape");
    return NumericColumn.of(json.text("key"), shape.stream().mapToInt(Number::intValue).toArray());
  }

  private static BucketizedColumn bucketized(Case json) {
    List<Object> boundaries = json.list("boundaries");
    return new BucketizedColumn(
        numeric(json.object("source")), boundaries.stream().map(Golden::number).toList());
  }

  private static Vocabulary vocabulary(List<Object> terms) {
    return terms.getFirst() instanceof String
        ? Vocabulary.of(terms.stream().map(String.class::cast).toList())
        : Vocabulary.of(Golden.longs(terms));
  }

  @SuppressWarnings("unchecked")
  private static CrossKey key(Object json) {
    return json instanceof String name
        ? new RawKey(name)
        : (CrossKey) categorical(new Case((Map<String, ?>) json));
  }

  static Batch features(Case json) {
    Map<String, Value> features = new LinkedHashMap<>();
    Case all = json.object("features");
    for (String name : all.fields().keySet()) {
      Case feature = all.object(name);
      features.put(
          name, feature.fields().containsKey("sparse") ? ragged(feature) : Golden.tensor(feature));
    }
    return Batch.of(features);
  }

  /** A sparse matrix of which each row is filled from the left. */
  private static Ragged ragged(Case sparse) {
    long[] indices = ((LongTensor) sparse.tensor("indices")).data();
    List<Number> shape = sparse.list("dense_shape");
    int[] splits = new int[shape.getFirst().intValue() + 1];
    for (int i = 0; i < indices.length; i += 2) {
      int row = (int) indices[i];
      if (indices[i + 1] != splits[row + 1]) {
        throw new IllegalArgumentException("a gap in row " + row + " of " + sparse);
      }
      splits[row + 1]++;
    }
    for (int row = 1; row < splits.length; row++) {
      splits[row] += splits[row - 1];
    }
    return new Ragged(sparse.tensor("values"), splits);
  }

  /** Ids as the golden files have them: row and position of each, and its value. */
  record Cells(int rows, int width, List<List<Long>> indices, List<Long> values) {
    static Cells of(SparseIds ids) {
      List<List<Long>> indices = new ArrayList<>();
      List<Long> values = new ArrayList<>();
      for (int row = 0; row < ids.rows(); row++) {
        for (int i = ids.splits()[row]; i < ids.splits()[row + 1]; i++) {
          indices.add(List.of((long) row, (long) ids.positions()[i]));
          values.add((long) ids.values()[i]);
        }
      }
      return new Cells(ids.rows(), ids.width(), indices, values);
    }

    Cells withWidth(int width) {
      return new Cells(rows, width, indices, values);
    }

    static Cells of(Case sparse) {
      long[] flat = ((LongTensor) sparse.tensor("indices")).data();
      List<List<Long>> indices = new ArrayList<>();
      for (int i = 0; i < flat.length; i += 2) {
        indices.add(List.of(flat[i], flat[i + 1]));
      }
      Tensor values = sparse.tensor("values");
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < values.rows(); i++) {
        ids.add(Long.parseLong(values.text(i)));
      }
      List<Number> shape = sparse.list("dense_shape");
      return new Cells(shape.get(0).intValue(), shape.get(1).intValue(), indices, ids);
    }
  }
}
