package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The data side of many columns: rows of raw features in, the inputs of the graph side out. Columns
 * that need the same ids or numbers (an embedding and an indicator of the same categories) share
 * one input; equal columns are the same. Holds no state besides, so that many threads may use it.
 */
public final class ColumnEncoder {
  private final Map<FeatureColumn, String> names = new LinkedHashMap<>();
  private final String stepMask;

  private ColumnEncoder(Collection<? extends FeatureColumn> columns) {
    Set<String> taken = new HashSet<>();
    for (FeatureColumn column : columns) {
      FeatureColumn encoded = encoded(column);
      if (!names.containsKey(encoded)) {
        names.put(encoded, unique(encoded.name(), taken));
      }
    }
    stepMask = unique("steps", taken);
  }

  public static ColumnEncoder of(Collection<? extends FeatureColumn> columns) {
    return new ColumnEncoder(columns);
  }

  /** The column whose ids or numbers the given one is made of. */
  private static FeatureColumn encoded(FeatureColumn column) {
    return switch (column) {
      case EmbeddingColumn c -> c.categorical();
      case SharedEmbeddingColumn c -> c.categorical();
      case IndicatorColumn c -> c.categorical();
      case NumericColumn c -> c;
      case CyclicColumn c -> c;
      case SequenceNumericColumn c -> c;
      case CategoricalColumn c -> c;
    };
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /**
   * The input that holds a column's numbers, shape {@code (rows, width)}, or its ids, ragged.
   *
   * @throws IllegalArgumentException if the column is none of those given
   */
  public String input(FeatureColumn column) {
    String name = names.get(encoded(column));
    if (name == null) {
      throw new IllegalArgumentException("column \"%s\" is not encoded".formatted(column.name()));
    }
    return name;
  }

  /** The input that holds a column's weights, split like its ids. */
  public String weights(WeightedColumn column) {
    return input(column) + "/weights";
  }

  /** The input that says which of a column's numbers are missing. */
  String gaps(NumericColumn column) {
    return input(column) + "/missing";
  }

  /** The input that says how many steps the rows of sequences have: ones, then zeros. */
  String stepMask() {
    return stepMask;
  }

  private boolean hasSteps() {
    return names.keySet().stream().anyMatch(ColumnEncoder::readsSteps);
  }

  /** Whether a column is over a sequence. */
  static boolean readsSteps(FeatureColumn column) {
    FeatureColumn encoded = encoded(column);
    return encoded instanceof SequenceCategoricalColumn || encoded instanceof SequenceNumericColumn;
  }

  /** The features that the columns read. */
  public List<String> features() {
    var features = new LinkedHashSet<String>();
    names.keySet().forEach(column -> features.addAll(column.features()));
    return List.copyOf(features);
  }

  /** All inputs: names, types and shapes. */
  public List<TensorSpec> inputs() {
    var specs = new ArrayList<TensorSpec>();
    names.forEach(
        (column, name) -> {
          switch (column) {
            case NumericColumn c -> {
              specs.add(TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(c.width())));
              if (c.missing() == Missing.Rule.LEARN) {
                specs.add(TensorSpec.of(gaps(c), DType.FLOAT32, Shape.batchOf(c.width())));
              }
            }
            case WeightedColumn c -> {
              specs.add(TensorSpec.ragged(name, DType.INT32));
              specs.add(TensorSpec.ragged(weights(c), DType.FLOAT32));
            }
            case SequenceCategoricalColumn c ->
                specs.add(
                    TensorSpec.of(
                        name,
                        DType.INT32,
                        c.several()
                            ? Shape.batchOf(Shape.UNKNOWN, Shape.UNKNOWN)
                            : Shape.batchOf(Shape.UNKNOWN)));
            case CyclicColumn c ->
                specs.add(TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(c.width())));
            case SequenceNumericColumn c ->
                specs.add(
                    TensorSpec.of(name, DType.FLOAT32, Shape.batchOf(Shape.UNKNOWN, c.width())));
            case CategoricalColumn _ -> specs.add(TensorSpec.ragged(name, DType.INT32));
            case IndicatorColumn _, EmbeddingColumn _, SharedEmbeddingColumn _ ->
                throw notEncoded(column);
          }
        });
    if (hasSteps()) {
      specs.add(TensorSpec.of(stepMask, DType.FLOAT32, Shape.batchOf(Shape.UNKNOWN)));
    }
    return List.copyOf(specs);
  }

  /**
   * Raw features turned into the inputs; labels and sample weights stay.
   *
   * @throws IllegalArgumentException naming column, row and value where one doesn't suit
   */
  public Batch encode(Batch rows) {
    var encoded = new LinkedHashMap<String, Value>();
    var sequences = new LinkedHashMap<String, Steps>();
    names.forEach(
        (column, name) -> {
          switch (column) {
            case NumericColumn c -> {
              encoded.put(name, c.encode(rows));
              if (c.missing() == Missing.Rule.LEARN) {
                encoded.put(gaps(c), c.gaps(rows));
              }
            }
            case SequenceCategoricalColumn c -> sequences.put(name, c.steps(rows));
            case CyclicColumn c -> encoded.put(name, c.encode(rows));
            case SequenceNumericColumn c -> sequences.put(name, c.steps(rows));
            case CategoricalColumn c -> {
              EncodedIds ids = c.encode(rows);
              encoded.put(name, ids.ids());
              if (c instanceof WeightedColumn weighted && ids.weights() != null) {
                encoded.put(weights(weighted), ids.weights());
              }
            }
            case IndicatorColumn _, EmbeddingColumn _, SharedEmbeddingColumn _ ->
                throw notEncoded(column);
          }
        });
    if (!sequences.isEmpty()) {
      int room = Steps.room(sequences);
      sequences.forEach((name, steps) -> encoded.put(name, steps.filled(room)));
      encoded.put(stepMask, sequences.values().iterator().next().mask(room));
    }
    return rows.withFeatures(encoded);
  }

  private static IllegalStateException notEncoded(FeatureColumn column) {
    return new IllegalStateException(column.name() + " is encoded as its categories");
  }
}
