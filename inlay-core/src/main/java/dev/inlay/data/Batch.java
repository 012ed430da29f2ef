package dev.inlay.data;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Some rows, held by column: features by name, labels by name, and how much each row weighs.
 *
 * <p>Maps keep their order; one without an order ({@code Map.of}) is sorted by name, so that the
 * same program gives the same batch on every run.
 *
 * @param features the columns a model reads
 * @param labels what it should answer; a single label stands under {@link #LABEL}; empty for
 *     prediction
 * @param sampleWeights one weight a row, shape {@code (rows,)} or {@code (rows, 1)}, or one for
 *     each step of a row, {@code (rows, steps)}; null if all rows count the same
 * @param outputWeights the same for single outputs of a model, by the output's name, in the place
 *     of {@code sampleWeights}
 */
public record Batch(
    Map<String, Value> features,
    Map<String, Value> labels,
    @Nullable FloatTensor sampleWeights,
    Map<String, FloatTensor> outputWeights) {
  /** The name of a label that was given none. */
  public static final String LABEL = "label";

  /**
   * @throws IllegalArgumentException if there is no column, columns differ in their number of rows,
   *     or a column is a single number
   */
  public Batch {
    features = ordered(features);
    labels = ordered(labels);
    if (features.isEmpty() && labels.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one column");
    }
    outputWeights = Collections.unmodifiableMap(new LinkedHashMap<>(outputWeights));
    int rows = checkRows(features, labels);
    checkWeights("sample weights", sampleWeights, rows);
    outputWeights.forEach(
        (output, weights) ->
            checkWeights("sample weights of output \"" + output + "\"", weights, rows));
  }

  /** Rows that count the same for all outputs. */
  public Batch(
      Map<String, Value> features, Map<String, Value> labels, @Nullable FloatTensor sampleWeights) {
    this(features, labels, sampleWeights, Map.of());
  }

  /** Rows without labels. */
  public static Batch of(Map<String, ? extends Value> features) {
    return new Batch(ordered(features), Map.of(), null);
  }

  /** Rows with a single label. */
  public static Batch of(Map<String, ? extends Value> features, Value label) {
    return new Batch(ordered(features), Collections.singletonMap(LABEL, label), null);
  }

  /**
   * Rows with several labels, for a model with several outputs: each stands by an output's name.
   */
  public static Batch of(
      Map<String, ? extends Value> features, Map<String, ? extends Value> labels) {
    return new Batch(ordered(features), ordered(labels), null);
  }

  /** The number of rows. */
  public int rows() {
    return (features.isEmpty() ? labels : features).values().iterator().next().rows();
  }

  /**
   * A feature's column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Value feature(String name) {
    return column(features, "feature", name);
  }

  /**
   * The only label.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public Value label() {
    if (labels.size() != 1) {
      throw new IllegalArgumentException(
          "wanted one label, the data has %s; give the data a label (withLabel), or ask by name"
              .formatted(labels.isEmpty() ? "none" : labels.keySet()));
    }
    return labels.values().iterator().next();
  }

  /**
   * A label's column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Value label(String name) {
    return column(labels, "label", name);
  }

  /** This batch with a feature added or replaced. */
  public Batch withFeature(String name, Value value) {
    var more = new LinkedHashMap<>(features);
    more.put(name, value);
    return new Batch(more, labels, sampleWeights, outputWeights);
  }

  /** This batch with other features. */
  public Batch withFeatures(Map<String, ? extends Value> replacement) {
    return new Batch(ordered(replacement), labels, sampleWeights, outputWeights);
  }

  /** This batch with one of its features as its only label. */
  public Batch withLabel(String feature) {
    Value label = feature(feature);
    return new Batch(without(feature), Map.of(LABEL, label), sampleWeights, outputWeights);
  }

  /**
   * This batch with one of its features as the rows' weights.
   *
   * @throws IllegalArgumentException if the feature's rows differ in their number of weights
   */
  public Batch withSampleWeights(String feature) {
    return new Batch(without(feature), labels, weights(feature), outputWeights);
  }

  /**
   * This batch with one of its features as the rows' weights for one output.
   *
   * @throws IllegalArgumentException if the feature's rows differ in their number of weights
   */
  public Batch withOutputWeights(String output, String feature) {
    var more = new LinkedHashMap<>(outputWeights);
    more.put(output, weights(feature));
    return new Batch(without(feature), labels, sampleWeights, more);
  }

  /** This batch with weights for single outputs; those left out count by {@code sampleWeights}. */
  public Batch withOutputWeights(Map<String, ? extends Tensor> weights) {
    var floats = new LinkedHashMap<String, FloatTensor>();
    weights.forEach((output, values) -> floats.put(output, values.toFloats()));
    return new Batch(features, labels, sampleWeights, floats);
  }

  private FloatTensor weights(String feature) {
    if (!(feature(feature) instanceof Tensor tensor)) {
      throw new IllegalArgumentException(
          "feature \"%s\" has rows of different lengths; give a weight a row, or as many to each"
              .formatted(feature));
    }
    return tensor.toFloats();
  }

  /**
   * Only the given features, in the given order, with all labels and weights.
   *
   * @throws IllegalArgumentException if there is none of one of the names
   */
  public Batch select(Collection<String> names) {
    var kept = new LinkedHashMap<String, Value>();
    names.forEach(name -> kept.put(name, feature(name)));
    return new Batch(kept, labels, sampleWeights, outputWeights);
  }

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive), copied. */
  public Batch rows(int from, int to) {
    return each(value -> value.rows(from, to));
  }

  /** The given rows in the given order, copied; an index may stand more than once. */
  public Batch take(int[] rows) {
    return each(value -> value.take(rows));
  }

  /**
   * The rows of all batches, one batch after the other.
   *
   * @throws IllegalArgumentException if there is no batch, or their columns differ in name or type
   */
  public static Batch concat(List<Batch> batches) {
    if (batches.size() == 1) {
      return batches.getFirst();
    }
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("no batches to join");
    }
    Batch first = batches.getFirst();
    for (Batch batch : batches) {
      if (!batch.features.keySet().equals(first.features.keySet())
          || !batch.labels.keySet().equals(first.labels.keySet())
          || (batch.sampleWeights == null) != (first.sampleWeights == null)
          || !batch.outputWeights.keySet().equals(first.outputWeights.keySet())) {
        throw new IllegalArgumentException(
            "batches with different columns can't be joined: %s and %s"
                .formatted(first.columns(), batch.columns()));
      }
    }
    var features = new LinkedHashMap<String, Value>();
    for (String name : first.features.keySet()) {
      features.put(name, Joined.of(name, map(batches, batch -> batch.feature(name))));
    }
    var labels = new LinkedHashMap<String, Value>();
    for (String name : first.labels.keySet()) {
      labels.put(name, Joined.of(name, map(batches, batch -> batch.label(name))));
    }
    Value weights =
        first.sampleWeights == null
            ? null
            : Joined.of("sample weights", map(batches, batch -> (Value) batch.weightsOrThrow()));
    var outputWeights = new LinkedHashMap<String, FloatTensor>();
    for (String name : first.outputWeights.keySet()) {
      Value joined =
          Joined.of(
              "sample weights of output " + name,
              map(batches, batch -> Objects.requireNonNull(batch.outputWeights.get(name))));
      outputWeights.put(name, (FloatTensor) joined);
    }
    return new Batch(features, labels, (FloatTensor) weights, outputWeights);
  }

  /** The names of all columns, for messages. */
  String columns() {
    return "features %s, labels %s%s"
        .formatted(
            features.keySet(),
            labels.keySet(),
            (sampleWeights == null ? "" : ", sample weights")
                + (outputWeights.isEmpty() ? "" : ", sample weights of " + outputWeights.keySet()));
  }

  private FloatTensor weightsOrThrow() {
    if (sampleWeights == null) {
      throw new IllegalStateException("no sample weights");
    }
    return sampleWeights;
  }

  private static List<Value> map(List<Batch> batches, Function<Batch, Value> column) {
    var values = new ArrayList<Value>(batches.size());
    batches.forEach(batch -> values.add(column.apply(batch)));
    return values;
  }

  private Batch each(UnaryOperator<Value> change) {
    var f = new LinkedHashMap<String, Value>();
    features.forEach((name, value) -> f.put(name, change.apply(value)));
    var l = new LinkedHashMap<String, Value>();
    labels.forEach((name, value) -> l.put(name, change.apply(value)));
    var w = new LinkedHashMap<String, FloatTensor>();
    outputWeights.forEach((name, value) -> w.put(name, (FloatTensor) change.apply(value)));
    return new Batch(
        f, l, sampleWeights == null ? null : (FloatTensor) change.apply(sampleWeights), w);
  }

  private Map<String, Value> without(String feature) {
    var rest = new LinkedHashMap<>(features);
    rest.remove(feature);
    return rest;
  }

  private static Value column(Map<String, Value> columns, String kind, String name) {
    Value value = columns.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no %s \"%s\"; the data has %s".formatted(kind, name, columns.keySet()));
    }
    return value;
  }

  private static Map<String, Value> ordered(Map<String, ? extends Value> map) {
    return Collections.unmodifiableSequencedMap(
        map instanceof SequencedMap ? new LinkedHashMap<>(map) : new TreeMap<>(map));
  }

  private static int checkRows(Map<String, Value> features, Map<String, Value> labels) {
    String firstName = null;
    int rows = 0;
    for (var columns : List.of(features, labels)) {
      for (var entry : columns.entrySet()) {
        int count = rows(entry.getKey(), entry.getValue());
        if (firstName == null) {
          firstName = entry.getKey();
          rows = count;
        } else if (count != rows) {
          throw new IllegalArgumentException(
              "column \"%s\" has %,d rows, column \"%s\" has %,d"
                  .formatted(firstName, rows, entry.getKey(), count));
        }
      }
    }
    return rows;
  }

  private static void checkWeights(String what, @Nullable FloatTensor weights, int rows) {
    if (weights != null && (weights.shape().rank() == 0 || weights.rows() != rows)) {
      throw new IllegalArgumentException(
          "%s of shape %s for %,d rows; give one number a row, or one for each step"
              .formatted(what, weights.shape(), rows));
    }
  }

  private static int rows(String name, @Nullable Value value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "column \"%s\" is null; give it values, or leave it out".formatted(name));
    }
    try {
      return value.rows();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("column \"%s\": %s".formatted(name, e.getMessage()), e);
    }
  }
}
