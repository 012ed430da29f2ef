package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.layer.Encoding;
import dev.inlay.layer.IdRange;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks what a user gives a model, and brings it into the types and shapes of the graph. */
final class Feeder {
  /** What a Dataset of one input without a name calls it. */
  static final String UNNAMED = "x";

  private final List<TensorSpec> declared;
  private final List<TensorSpec> specs;
  private final List<String> names;
  private final List<List<IdRange>> ranges;
  private final List<Encoding> encodings;

  /**
   * For a trace.
   *
   * @param scope what the trace has left
   * @param inputs what a run is given
   */
  Feeder(Scope scope, List<Node> inputs) {
    this.declared = scope.brought();
    this.specs = inputs.stream().map(node -> ((Source.Input) node.op()).spec()).toList();
    this.names = specs.stream().map(TensorSpec::name).toList();
    this.ranges = inputs.stream().map(node -> ranges(scope, node)).toList();
    this.encodings = scope.encodings();
  }

  private static List<IdRange> ranges(Scope scope, Node input) {
    return scope.idRanges().stream().filter(range -> range.ids() == input).toList();
  }

  /** The only input, whatever it is called. */
  static Map<String, Value> unnamed(Value x) {
    // Not Map.of: the batch says it better if there is no value.
    return Collections.singletonMap(UNNAMED, x);
  }

  List<TensorSpec> specs() {
    return specs;
  }

  /** Unnamed inputs under the names of the model's. */
  Map<String, Value> named(List<? extends Value> x) {
    if (declared.isEmpty()) {
      throw new IllegalArgumentException(
          "the model reads raw columns by name; give it a map of columns or a Dataset");
    }
    if (x.size() != declared.size()) {
      throw new IllegalArgumentException(
          "the model has %d inputs %s, got %d"
              .formatted(
                  declared.size(), declared.stream().map(TensorSpec::name).toList(), x.size()));
    }
    Map<String, Value> features = new LinkedHashMap<>();
    for (int i = 0; i < x.size(); i++) {
      features.put(declared.get(i).name(), x.get(i));
    }
    return features;
  }

  /** Whether batches are encoded before they are fed. */
  boolean encodes() {
    return !encodings.isEmpty();
  }

  /** A batch with what layers make of its raw columns; done on any thread. */
  Batch encode(Batch raw) {
    if (encodings.isEmpty()) {
      return raw;
    }
    Map<String, Value> features = new LinkedHashMap<>();
    raw.features()
        .forEach(
            (name, value) ->
                features.put(isUnnamed(raw) ? declared.getFirst().name() : name, value));
    for (TensorSpec spec : declared) {
      features.computeIfPresent(spec.name(), (_, value) -> raw(spec, value));
    }
    Batch batch = raw.withFeatures(features);
    for (Encoding encoding : encodings) {
      features.putAll(encoding.encode(batch));
      batch = raw.withFeatures(features);
    }
    return batch;
  }

  private boolean isUnnamed(Batch batch) {
    return declared.size() == 1 && batch.features().keySet().equals(Set.of(UNNAMED));
  }

  /** A value as the data side reads it: in its shape, of its kind, but not narrowed. */
  private static Value raw(TensorSpec spec, Value value) {
    if (value.dtype() != spec.dtype()
        && (value.dtype() == DType.STRING || spec.dtype() == DType.STRING)) {
      throw new IllegalArgumentException(
          "input \"%s\" wants %s, got %s"
              .formatted(
                  spec.name(),
                  spec.dtype() == DType.STRING ? "texts" : "numbers",
                  value.dtype() == DType.STRING ? "texts" : "numbers"));
    }
    return value instanceof Tensor t && !spec.ragged() ? fit(spec, t) : value;
  }

  /**
   * The values of an encoded batch in the order of the inputs.
   *
   * @throws IllegalArgumentException naming what is missing, left over, or doesn't suit
   */
  List<Value> values(Batch batch, long firstRow) {
    Map<String, Value> given = batch.features();
    if (specs.size() == 1 && given.size() == 1 && given.containsKey(UNNAMED)) {
      given = Map.of(specs.getFirst().name(), given.values().iterator().next());
    }
    checkNames(given);
    List<Value> values = new ArrayList<>(specs.size() + 2);
    for (int i = 0; i < specs.size(); i++) {
      values.add(value(i, Objects.requireNonNull(given.get(specs.get(i).name())), firstRow));
    }
    return values;
  }

  private void checkNames(Map<String, Value> given) {
    if (!given.keySet().containsAll(names)) {
      Set<String> missing = new LinkedHashSet<>(names);
      missing.removeAll(given.keySet());
      Set<String> got = new LinkedHashSet<>(given.keySet());
      Collection<String> wanted = names;
      if (encodes()) {
        // Users give what is encoded, not what becomes of it.
        wanted = declared.stream().map(TensorSpec::name).toList();
        got.removeAll(names);
        wanted.stream().filter(given::containsKey).forEach(got::add);
      }
      throw new IllegalArgumentException(
          "the model's inputs are %s; %s missing, got %s".formatted(wanted, missing, got));
    }
    if (encodings.isEmpty() && given.size() > specs.size()) {
      Set<String> extra = new LinkedHashSet<>(given.keySet());
      extra.removeAll(names);
      throw new IllegalArgumentException(
          "the model's inputs are %s; it has no input for %s: leave %s out"
              .formatted(names, extra, extra.size() == 1 ? "it" : "them"));
    }
  }

  /** A value of the only input, or of the one at a place. */
  Value value(int input, Value given, long firstRow) {
    TensorSpec spec = specs.get(input);
    Value value =
        switch (given) {
          case Tensor t when spec.ragged() -> ragged(spec, t, firstRow);
          case Tensor t -> fit(spec, typed(spec, t, firstRow));
          case Ragged r when spec.ragged() ->
              new Ragged(typed(spec, r.values(), firstRow), r.splits());
          case Ragged r ->
              throw new IllegalArgumentException(
                  "input \"%s\": wanted shape %s, got %d rows of different lengths; pad them to one"
                      .formatted(spec.name(), spec.shape(), r.rows()));
        };
    for (IdRange range : ranges.get(input)) {
      range.check(value, firstRow);
    }
    return value;
  }

  private static Ragged ragged(TensorSpec spec, Tensor t, long firstRow) {
    int rows = t.rows();
    int width = rows == 0 ? 0 : t.shape().intSize() / rows;
    int[] splits = new int[rows + 1];
    for (int i = 1; i <= rows; i++) {
      splits[i] = i * width;
    }
    return new Ragged(typed(spec, t, firstRow).reshape(Shape.of(rows * width)), splits);
  }

  /**
   * Checks a value that is in its input's type and shape already.
   *
   * @throws IllegalArgumentException naming the input and what doesn't suit
   */
  void check(int input, Value value) {
    if (value instanceof FloatTensor floats) {
      checkFinite(specs.get(input), floats, 0);
    }
    List<IdRange> wanted = ranges.get(input);
    for (int i = 0; i < wanted.size(); i++) {
      wanted.get(i).check(value, 0);
    }
  }

  private static Tensor fit(TensorSpec spec, Tensor t) {
    // How many rows a batch has is looked at when it is cut.
    Shape wanted = spec.shape().rank() == 0 ? spec.shape() : spec.shape().withDim(0, Shape.UNKNOWN);
    Shape given = t.shape();
    if (wanted.accepts(given)) {
      return t;
    }
    // As Keras: a last axis of length 1 may be left out, or be too many.
    if (given.rank() == wanted.rank() - 1 && wanted.accepts(given.append(1))) {
      return t.reshape(given.append(1));
    }
    if (given.rank() == wanted.rank() + 1
        && given.last() == 1
        && wanted.accepts(given.slice(0, wanted.rank()))) {
      return t.reshape(given.slice(0, wanted.rank()));
    }
    throw new IllegalArgumentException(
        "input \"%s\": wanted shape %s, got %s".formatted(spec.name(), wanted, given));
  }

  private static Tensor typed(TensorSpec spec, Tensor t, long firstRow) {
    if (t instanceof StringTensor texts) {
      throw new IllegalArgumentException(
          "input \"%s\" wants numbers (%s), got texts (first: \"%s\"); look them up or vectorize them first"
              .formatted(spec.name(), spec.dtype(), texts.data().length == 0 ? "" : texts.text(0)));
    }
    if (spec.dtype() == DType.FLOAT32) {
      FloatTensor floats = t.toFloats();
      checkFinite(spec, floats, firstRow);
      return floats;
    }
    return switch (t) {
      case IntTensor ids -> ids;
      case LongTensor ids -> {
        int[] narrow = new int[ids.data().length];
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (int) ids.data()[i];
          if (narrow[i] != ids.data()[i]) {
            throw unsuited(
                spec, t, i, firstRow, "ids have at most 32 bits; hash or look them up first");
          }
        }
        yield Tensor.of(t.shape(), narrow);
      }
      case FloatTensor ids -> {
        int[] whole = new int[ids.data().length];
        for (int i = 0; i < whole.length; i++) {
          whole[i] = (int) ids.data()[i];
          if (whole[i] != ids.data()[i]) {
            throw unsuited(spec, t, i, firstRow, "ids are whole numbers");
          }
        }
        yield Tensor.of(t.shape(), whole);
      }
      case StringTensor _ -> throw new AssertionError("texts are refused above");
    };
  }

  private static void checkFinite(TensorSpec spec, FloatTensor t, long firstRow) {
    float[] data = t.data();
    // A finite number times 0 is 0, any other is NaN.
    float sum = 0;
    for (float x : data) {
      sum += x * 0;
    }
    if (sum == 0) {
      return;
    }
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw unsuited(
            spec, t, i, firstRow, "inputs are finite numbers; fill the gaps or drop the row");
      }
    }
  }

  private static IllegalArgumentException unsuited(
      TensorSpec spec, Tensor t, int index, long firstRow, String rule) {
    long width = t.shape().rank() == 0 ? 1 : t.shape().size(1, t.shape().rank());
    return new IllegalArgumentException(
        "input \"%s\", row %d: %s; %s"
            .formatted(spec.name(), firstRow + index / Math.max(1, width), t.text(index), rule));
  }

  /** What a model that has no Input yet makes of its first data. */
  static List<TensorSpec> infer(Batch batch) {
    List<TensorSpec> specs = new ArrayList<>();
    batch
        .features()
        .forEach(
            (name, value) -> {
              DType dtype = value.dtype() == DType.INT64 ? DType.INT32 : value.dtype();
              specs.add(
                  switch (value) {
                    case Ragged _ -> TensorSpec.ragged(name, dtype);
                    case Tensor t ->
                        TensorSpec.of(
                            name,
                            dtype,
                            t.shape().rank() == 1
                                ? Shape.batchOf(1)
                                : t.shape().withDim(0, Shape.UNKNOWN));
                  });
            });
    return specs;
  }
}
