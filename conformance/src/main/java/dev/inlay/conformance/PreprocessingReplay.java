package dev.inlay.conformance;

import dev.inlay.layer.Adaptable;
import dev.inlay.layer.Discretization;
import dev.inlay.layer.Frozen;
import dev.inlay.layer.HashedCrossing;
import dev.inlay.layer.Input;
import dev.inlay.layer.IntegerLookup;
import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Named;
import dev.inlay.layer.Normalization;
import dev.inlay.layer.PreprocessingLayer;
import dev.inlay.layer.StringLookup;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.TextVectorization;
import dev.inlay.model.Model;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Preprocessing layers: what they learn of data, and what they make of values. */
final class PreprocessingReplay {
  private PreprocessingReplay() {}

  /** The layer of a case, if it is a preprocessing layer. */
  static @Nullable PreprocessingLayer layerOf(Case golden) {
    return plain(KerasConfig.layer(golden.subject(), golden.object("config").fields()))
            instanceof PreprocessingLayer layer
        ? layer
        : null;
  }

  private static Layer plain(Layer layer) {
    return switch (layer) {
      case Named(var _, Layer inner) -> plain(inner);
      case Frozen(Layer inner) -> plain(inner);
      default -> layer;
    };
  }

  /** Kind {@code preprocessing}: a run of Keras with what the layer has learned before. */
  static void preprocessing(Case golden) {
    PreprocessingLayer layer = adapted(golden, Objects.requireNonNull(layerOf(golden)));
    if (golden.has("expected_vocabulary")) {
      checkTerms(terms(layer, true), golden.list("expected_vocabulary"));
    }
    if (layer instanceof Normalization normalization && golden.has("expected_mean")) {
      checkNumbers(golden, "mean", normalization.mean());
      checkNumbers(golden, "variance", normalization.variance());
    }
    if (layer instanceof Discretization bins && golden.has("expected_bin_boundaries")) {
      check(
          golden,
          "boundaries",
          Answer.of(bins.binBoundaries().stream().mapToDouble(Float::doubleValue).toArray()),
          golden.get("expected_bin_boundaries"));
    }
    checkOutput(golden, layer, golden.list("inputs"));
  }

  /** Keras's have axes of length 1 where ours have none. */
  private static void checkNumbers(Case golden, String what, @Nullable Tensor actual) {
    Answer expected = Answer.of(golden.get("expected_" + what));
    Tolerance.of(golden)
        .check(
            what, Answer.of(Objects.requireNonNull(actual)).reshaped(expected.shape()), expected);
  }

  /** Kind {@code layer} of a preprocessing layer: an output that a test expects. */
  static void layer(Case golden, PreprocessingLayer plain) {
    PreprocessingLayer layer = adapted(golden, plain);
    if (golden.get("inputs") instanceof List<?> && golden.has("expected_outputs")) {
      checkOutput(golden, layer, golden.list("inputs"), golden.list("expected_outputs").getFirst());
      return;
    }
    Case given = golden.object("inputs");
    List<@Nullable Object> args = given.list("args");
    List<@Nullable Object> inputs = new ArrayList<>(args);
    if (layer instanceof HashedCrossing
        && args.size() == 1
        && args.getFirst() instanceof List<?> all) {
      inputs = new ArrayList<>(all);
    }
    for (var argument : given.object("kwargs").fields().entrySet()) {
      if (argument.getKey().equals("count_weights")) {
        inputs.add(argument.getValue());
      } else if (argument.getValue() != null) {
        throw new UnsupportedOperationException(
            "%s called with %s".formatted(golden.subject(), argument.getKey()));
      }
    }
    checkOutput(golden, layer, inputs);
  }

  /** Kind {@code layer_get_vocabulary}. */
  static void vocabulary(Case golden) {
    PreprocessingLayer layer = adapted(golden, Objects.requireNonNull(layerOf(golden)));
    Case named = golden.object("inputs").object("kwargs");
    boolean special = !Boolean.FALSE.equals(named.fields().get("include_special_tokens"));
    List<?> terms = terms(layer, special);
    if (terms.isEmpty()) {
      throw new UnsupportedOperationException(
          "%s with a vocabulary that the case doesn't record".formatted(golden.subject()));
    }
    Object expected = golden.get("expected");
    if (golden.has("output_index")) {
      checkTerms(List.of(terms.get(golden.integer("output_index"))), List.of(expected));
    } else if (expected instanceof Map<?, ?> array) {
      checkTerms(terms, Case.of("expected", array).list("data"));
    } else {
      checkTerms(terms, golden.list("expected"));
    }
  }

  private static List<?> terms(PreprocessingLayer layer, boolean special) {
    return switch (layer) {
      case StringLookup lookup when lookup.options().vocabulary() != null ->
          lookup.vocabulary(special);
      case IntegerLookup lookup when lookup.options().vocabulary() != null ->
          lookup.vocabulary(special);
      case TextVectorization lookup when lookup.options().vocabulary() != null ->
          lookup.vocabulary(special);
      default -> List.of();
    };
  }

  private static void checkTerms(List<?> actual, List<? extends @Nullable Object> expected) {
    List<String> a = actual.stream().map(String::valueOf).toList();
    List<String> e = expected.stream().map(String::valueOf).toList();
    if (!a.equals(e)) {
      throw new Mismatch("the vocabulary is %s, not %s".formatted(a, e));
    }
  }

  private static PreprocessingLayer adapted(Case golden, PreprocessingLayer layer) {
    Object data = golden.fields().get("adapt");
    if (data instanceof Map<?, ?> map && map.get("args") instanceof List<?> args) {
      data = args.getFirst();
    }
    if (data == null || (data instanceof Map<?, ?> map && map.containsKey("unrecorded"))) {
      return layer;
    }
    if (!(layer instanceof Adaptable<?> adaptable)) {
      throw new UnsupportedOperationException(golden.subject() + " that is adapted");
    }
    return (PreprocessingLayer) adaptable.adapt(value(data));
  }

  private static void checkOutput(
      Case golden, PreprocessingLayer layer, List<@Nullable Object> inputs) {
    checkOutput(golden, layer, inputs, golden.get("expected"));
  }

  private static void checkOutput(
      Case golden,
      PreprocessingLayer layer,
      List<@Nullable Object> inputs,
      @Nullable Object expected) {
    Objects.requireNonNull(expected);
    if (inputs.size() == 1 && inputs.getFirst() instanceof Map<?, ?> m && m.containsKey("sparse")) {
      check(golden, "output", ofSparse(layer, Case.of("a sparse input", m)), expected);
      return;
    }
    List<Value> values = inputs.stream().map(PreprocessingReplay::value).toList();
    Value output = layer.apply(values.toArray(Value[]::new));
    switch (output) {
      case StringTensor texts -> checkTerms(List.of(texts.data()), texts(expected));
      case Ragged rows -> checkRows(golden, rows, expected);
      case Tensor tensor -> {
        check(golden, "output", Answer.of(tensor), expected);
        if (values.stream().allMatch(v -> v instanceof Tensor t && t.shape().rank() > 1)) {
          check(golden, "output in a model", Answer.of(predicted(layer, values)), expected);
        }
      }
    }
  }

  private static void check(Case golden, String what, Answer actual, Object expected) {
    Tolerance.of(golden).check(what, actual, Answer.of(expected));
  }

  private static void checkRows(Case golden, Ragged actual, Object expected) {
    List<@Nullable Object> rows = Case.of("expected", expected).list("values");
    if (rows.size() != actual.rows()) {
      throw new Mismatch("there are %d rows, not %d".formatted(actual.rows(), rows.size()));
    }
    for (int row = 0; row < rows.size(); row++) {
      Tensor values = actual.rows(row, row + 1).values();
      Tolerance.of(golden)
          .check("row " + row, Answer.of(values), Answer.of(Objects.requireNonNull(rows.get(row))));
    }
  }

  /** The layer as a part of a model, which the engine runs. */
  private static Tensor predicted(PreprocessingLayer layer, List<Value> values) {
    Map<String, Value> batch = new LinkedHashMap<>();
    List<Symbol> inputs = new ArrayList<>();
    for (Value value : values) {
      Shape shape = ((Tensor) value).shape();
      String name = "input_" + inputs.size();
      batch.put(name, value);
      inputs.add(Input.of(name, value.dtype(), shape.slice(1, shape.rank()).dims()));
    }
    return Model.of(inputs, layer.on(inputs.toArray(Symbol[]::new))).predict(batch);
  }

  /** Ids stand where their values stood, zeros between them; vectors are those of rows. */
  private static Answer ofSparse(PreprocessingLayer layer, Case sparse) {
    Shape shape = Encoded.shape(sparse.list("dense_shape"));
    long[] indices = Encoded.longs(Encoded.tensor(sparse.get("indices")));
    Tensor values = (Tensor) value(sparse.get("values"));
    int n = values.rows();
    int rank = shape.rank();
    Value flat = layer.apply(values);
    if (flat instanceof Tensor ids && ids.shape().equals(values.shape()) && rank > 0) {
      List<Double> all = new ArrayList<>(Collections.nCopies(shape.intSize(), 0.0));
      for (int v = 0; v < n; v++) {
        int place = 0;
        for (int axis = 0; axis < rank; axis++) {
          place = place * shape.dim(axis) + (int) indices[v * rank + axis];
        }
        all.set(place, Answer.of(ids).numbers().get(v));
      }
      return new Answer(shape, all);
    }
    if (rank != 2) {
      throw new UnsupportedOperationException(
          "vectors of sparse values of %d axes".formatted(rank));
    }
    int[] splits = new int[shape.dim(0) + 1];
    for (int v = 0; v < n; v++) {
      splits[(int) indices[v * 2] + 1]++;
    }
    for (int row = 1; row < splits.length; row++) {
      splits[row] += splits[row - 1];
    }
    return Answer.of((Tensor) layer.apply(new Ragged(values, splits)));
  }

  /** An input: an array, ragged rows, or nested lists of numbers or texts. */
  private static Value value(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map && map.containsKey("ragged")) {
      return ragged(Case.of("a ragged input", map).list("values"));
    }
    List<Integer> dims = new ArrayList<>();
    Object at = tree;
    while (at instanceof List<?> list) {
      dims.add(list.size());
      at = list.isEmpty() ? null : list.getFirst();
    }
    return at instanceof String
        ? new StringTensor(Encoded.shape(dims), texts(tree).toArray(String[]::new))
        : Encoded.tensor(tree);
  }

  private static Ragged ragged(List<@Nullable Object> rows) {
    List<Object> all = new ArrayList<>();
    int[] splits = new int[rows.size() + 1];
    for (int row = 0; row < rows.size(); row++) {
      if (!(rows.get(row) instanceof List<?> values)
          || values.stream().anyMatch(List.class::isInstance)) {
        throw new UnsupportedOperationException("ragged rows of rows");
      }
      all.addAll(values);
      splits[row + 1] = all.size();
    }
    return new Ragged((Tensor) value(all), splits);
  }

  private static List<String> texts(@Nullable Object tree) {
    return switch (tree) {
      case List<?> list -> list.stream().flatMap(e -> texts(e).stream()).toList();
      case Map<?, ?> array -> texts(array.get("data"));
      case null -> List.of();
      default -> List.of(tree.toString());
    };
  }
}
