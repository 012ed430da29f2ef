package dev.inlay.conformance;

import dev.inlay.data.Batch;
import dev.inlay.data.Fingerprint;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.LinearModel;
import dev.inlay.feature.SequenceFeatures;
import dev.inlay.feature.SharedEmbedding;
import dev.inlay.feature.SharedEmbeddingColumn;
import dev.inlay.feature.SparseIds;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.layer.KerasSettings;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns of features: their ids, what they feed to a model, linear models over them; hashes. */
final class ColumnReplay {
  private ColumnReplay() {}

  /** Kind {@code feature_column}. */
  static void column(Case golden) {
    switch (golden.text("op")) {
      case "ids" -> ids(golden);
      case "dense" -> dense(golden);
      case "sequence" -> sequence(golden);
      case "dense_features" -> denseFeatures(golden);
      case "linear_model" -> linearModel(golden);
      case String op -> throw new UnsupportedOperationException("columns for " + op);
    }
  }

  private static void ids(Case golden) {
    CategoricalColumn column = TensorFlowColumns.categorical(golden.object("column"));
    SparseIds ids = column.ids(features(golden));
    List<List<Long>> cells = new ArrayList<>();
    for (int row = 0; row < ids.rows(); row++) {
      for (int i = ids.splits()[row]; i < ids.splits()[row + 1]; i++) {
        cells.add(List.of((long) row, (long) ids.positions()[i], (long) ids.values()[i]));
      }
    }
    List<List<Long>> expected = cells(golden.object("expected_ids"));
    if (!cells.equals(expected)) {
      throw new Mismatch("ids as (row, place, id) are %s, not %s".formatted(cells, expected));
    }
    if (column.numBuckets() != golden.integer("num_buckets")) {
      throw new Mismatch(
          "%d buckets, not %d".formatted(column.numBuckets(), golden.integer("num_buckets")));
    }
  }

  /** The cells of a sparse matrix: row, place and value of each. */
  private static List<List<Long>> cells(Case sparse) {
    long[] indices = Encoded.longs(Encoded.tensor(sparse.get("indices")));
    long[] values = Encoded.longs(Encoded.tensor(sparse.get("values")));
    List<List<Long>> cells = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      cells.add(List.of(indices[2 * i], indices[2 * i + 1], values[i]));
    }
    return cells;
  }

  private static void dense(Case golden) {
    FeatureColumn column = TensorFlowColumns.column(golden.object("column"));
    Map<String, Object> tables = new LinkedHashMap<>();
    if (golden.has("embedding_weights")) {
      tables.put(column.name(), golden.get("embedding_weights"));
    }
    check(golden, DenseFeatures.of(column), tables(List.of(column), tables));
  }

  private static void sequence(Case golden) {
    FeatureColumn column = TensorFlowColumns.column(golden.object("column"));
    Map<String, Object> tables = new LinkedHashMap<>();
    if (golden.has("embedding_weights")) {
      tables.put(column.name(), golden.get("embedding_weights"));
    }
    List<Answer> expected = new ArrayList<>();
    expected.add(Answer.of(golden.get("expected")));
    if (golden.has("expected_sequence_length")) {
      expected.add(Answer.of(golden.get("expected_sequence_length")));
    }
    check(golden, SequenceFeatures.of(column), tables(List.of(column), tables), expected);
  }

  private static void denseFeatures(Case golden) {
    List<FeatureColumn> columns =
        golden.objects("columns").stream().map(TensorFlowColumns::column).toList();
    Map<String, Object> tables = new LinkedHashMap<>();
    golden.object("embedding_weights").fields().forEach((name, table) -> put(tables, name, table));
    check(golden, DenseFeatures.of(columns), tables(columns, tables));
  }

  /** Embedding tables by the paths of their variables. */
  private static Map<String, Object> tables(
      List<FeatureColumn> columns, Map<String, Object> byColumn) {
    Map<String, Object> tables = new LinkedHashMap<>();
    for (FeatureColumn column : columns) {
      switch (column) {
        case EmbeddingColumn c ->
            put(tables, c.variable("embedding_weights"), byColumn.get(c.name()));
        case SharedEmbeddingColumn(_, SharedEmbedding shared) ->
            put(tables, shared.tableName(), byColumn.get(shared.tableName()));
        case FeatureColumn _ -> {}
      }
    }
    return tables;
  }

  private static void linearModel(Case golden) {
    List<Case> given = golden.objects("columns");
    List<FeatureColumn> columns =
        (given.isEmpty() ? List.of(golden.object("column")) : given)
            .stream().map(TensorFlowColumns::column).toList();
    var from = new KerasSettings("linear_model", golden.fields());
    LinearModel model =
        LinearModel.of(columns)
            .withUnits(from.integer("units", 1))
            .withSparseCombiner(from.choice("sparse_combiner", Combiner.SUM));
    check(golden, model, LinearWeights.of(golden, columns));
  }

  private static void put(Map<String, Object> to, String name, @Nullable Object value) {
    if (value != null) {
      to.put(name, value);
    }
  }

  /** Runs a layer of one output over the case's features with the given weights. */
  private static void check(Case golden, Layer layer, Map<String, Object> given) {
    check(golden, layer, given, List.of(flat(Answer.of(golden.get("expected")))));
  }

  private static void check(
      Case golden, Layer layer, Map<String, Object> given, List<Answer> expected) {
    var graph = new Graph();
    var weights = new Weights(1);
    Scope scope = Scope.root(graph, weights, false);
    List<Node> outputs = scope.applyAll("layer", layer);
    for (Variable variable : weights.all()) {
      String path = variable.path().replaceFirst("^layer/", "");
      Object values = given.get(path);
      if (values == null && !path.equals(LinearWeights.BIAS)) {
        throw new UnsupportedOperationException("a case without the weights " + path);
      }
      if (values != null) {
        variable.assign(Encoded.tensor(values).reshape(variable.shape()));
      }
    }
    Batch rows = features(golden);
    Map<String, Value> encoded = new LinkedHashMap<>();
    scope.encodings().forEach(encoding -> encoded.putAll(encoding.encode(rows)));
    List<Value> inputs = new ArrayList<>();
    for (Node input : graph.inputs()) {
      Value value = encoded.get(((Source.Input) input.op()).spec().name());
      if (value == null) {
        throw new Mismatch("nothing was encoded for " + input);
      }
      inputs.add(value);
    }
    for (Machine machine : Machine.values()) {
      List<Tensor> actual = machine.run(Program.of(graph, outputs), inputs).outputs();
      for (int i = 0; i < expected.size(); i++) {
        String what = machine.of(i == 0 ? "output" : "output " + i);
        Tolerance.of(golden).check(what, Answer.of(actual.get(i)), expected.get(i));
      }
    }
  }

  /** A row of numbers for each row: what a column's own axes become in a model. */
  private static Answer flat(Answer answer) {
    if (answer.shape().rank() < 3) {
      return answer;
    }
    int rows = answer.shape().dim(0);
    return answer.reshaped(Shape.of(rows, answer.numbers().size() / Math.max(1, rows)));
  }

  private static Batch features(Case golden) {
    Map<String, Value> features = new LinkedHashMap<>();
    Case given = golden.object("features");
    for (String name : given.fields().keySet()) {
      features.put(name, Encoded.feature(given.get(name)));
    }
    return Batch.of(features);
  }

  /** Kind {@code hash}. */
  static void hash(Case golden) {
    String op = golden.text("op");
    List<String> actual = new ArrayList<>();
    for (Object input : golden.list("inputs")) {
      String text = String.valueOf(input);
      long hash =
          switch (op) {
            case "tf.strings.to_hash_bucket_fast" ->
                Fingerprint.bucket(text, golden.whole("num_buckets"));
            case "tf.strings.to_hash_bucket_strong" -> {
              long[] key = Encoded.longs(Encoded.tensor(golden.get("key")));
              yield Fingerprint.strongBucket(text, golden.whole("num_buckets"), key[0], key[1]);
            }
            default -> {
              if (!op.toLowerCase(Locale.ROOT).contains("fingerprint")) {
                throw new UnsupportedOperationException("hash " + op);
              }
              yield Fingerprint.of(text);
            }
          };
      actual.add(Long.toUnsignedString(hash));
    }
    List<String> expected = golden.list("expected").stream().map(String::valueOf).toList();
    if (!actual.equals(expected)) {
      throw new Mismatch("hashes are %s, not %s".formatted(actual, expected));
    }
  }
}
