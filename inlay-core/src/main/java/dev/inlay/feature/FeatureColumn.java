package dev.inlay.feature;

import dev.inlay.data.ParseSpec;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.Config;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of data as an input of a model. */
public sealed interface FeatureColumn permits CategoricalColumn, DenseColumn, SequenceDenseColumn {
  /** Columns and the layers over them, to be saved: what a column has learned is its config. */
  Config CONFIG =
      Config.LAYERS
          .and(
              FeatureColumn.class,
              CrossKey.class,
              Normalizer.class,
              Tokenizer.class,
              Missing.class,
              TimePart.class,
              TimeFormat.class,
              SharedEmbedding.class,
              Combiner.class,
              Tensor.FloatTensor.class,
              ColumnLayout.class,
              ColumnLayout.Slot.class,
              DenseBlocks.class,
              DenseFeatures.class,
              SequenceFeatures.class,
              ConcatenateContext.class,
              LinearModel.class,
              Feature.class,
              FeatureCross.class,
              FeatureOutput.class,
              FeatureSpace.class,
              FeatureSpace.OutputMode.class)
          .withAbsent(SequenceCategoricalColumn.class, "several", false)
          .withAbsent(SequenceNumericColumn.class, "separator", "");

  /**
   * TensorFlow's name for the column: {@code age_bucketized}, {@code a_X_b}, {@code id_embedding}.
   */
  String name();

  /** The names of the features that the column reads. */
  List<String> features();

  /** Whether it is over the steps of a sequence, so that it belongs into SequenceFeatures. */
  default boolean isSequence() {
    return ColumnEncoder.readsSteps(this);
  }

  /**
   * The path of a weight of this column within its layer, in the characters that TensorFlow allows:
   * others become {@code _}.
   */
  default String variable(String weight) {
    return Names.path(name()) + "/" + weight;
  }

  /**
   * The columns in the order in which TensorFlow feeds them to a model: by name, by code point.
   *
   * @throws IllegalArgumentException if there are no columns, or two of one name
   */
  static <C extends FeatureColumn> List<C> inOrder(Collection<? extends C> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no columns; give one or more");
    }
    List<C> sorted = new ArrayList<>(columns);
    sorted.sort(Comparator.comparing(FeatureColumn::name, Names.BY_CODE_POINT));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
        throw new IllegalArgumentException(
            "two columns have the name \"%s\": %s and %s; drop one, or give the feature a second name"
                .formatted(sorted.get(i).name(), sorted.get(i - 1), sorted.get(i)));
      }
    }
    return List.copyOf(sorted);
  }

  /**
   * The fields of records that columns read, and how: TensorFlow's {@code make_parse_example_spec}.
   * With a label, it is that of a classifier or regressor.
   *
   * @throws IllegalArgumentException if columns read one field in different ways
   */
  static ParseSpec parseSpec(Collection<? extends FeatureColumn> columns) {
    return ParseSpecs.of(columns);
  }

  /**
   * Refuses columns whose weights would have one path.
   *
   * @param columns of different names, those with weights
   */
  static void checkVariables(Collection<? extends FeatureColumn> columns) {
    Map<String, String> names = new HashMap<>();
    for (FeatureColumn column : columns) {
      String other = names.put(column.variable(""), column.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "the weights of columns \"%s\" and \"%s\" would both be at \"%s…\"; rename a feature"
                .formatted(other, column.name(), column.variable("")));
      }
    }
  }
}
