package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.graph.Combiner;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnEncoderTest {
  private static final VocabularyColumn LISTED = CategoricalColumn.vocabularyList("job", "x", "y");
  private static final HashBucketColumn HASHED = CategoricalColumn.hashBucket("job", 10);
  private static final NumericColumn AGE = NumericColumn.of("age");
  private static final BucketizedColumn AGES = BucketizedColumn.of(AGE, 30);
  private static final WeightedColumn WEIGHTED = CategoricalColumn.weighted(LISTED, "w");

  @Test
  void columnsOfTheSameCategoriesShareAnInput() {
    var encoder =
        ColumnEncoder.of(
            List.of(
                IndicatorColumn.of(LISTED),
                EmbeddingColumn.of(LISTED, 4),
                EmbeddingColumn.of(HASHED, 4),
                AGE,
                AGES,
                IndicatorColumn.of(WEIGHTED)));

    assertThat(encoder.inputs())
        .containsExactly(
            TensorSpec.ragged("job", DType.INT32),
            TensorSpec.ragged("job_2", DType.INT32),
            TensorSpec.of("age", DType.FLOAT32, Shape.of(-1, 1)),
            TensorSpec.ragged("age_bucketized", DType.INT32),
            TensorSpec.ragged("job_weighted_by_w", DType.INT32),
            TensorSpec.ragged("job_weighted_by_w/weights", DType.FLOAT32));
    assertThat(encoder.input(EmbeddingColumn.of(HASHED, 4))).isEqualTo("job_2");
    assertThat(encoder.features()).containsExactly("job", "age", "w");
    assertThatThrownBy(() -> encoder.input(NumericColumn.of("other")))
        .hasMessage("column \"other\" is not encoded");
  }

  @Test
  void rowsBecomeInputsAndLabelsStay() {
    var encoder = ColumnEncoder.of(List.of(EmbeddingColumn.of(WEIGHTED, 2), AGE, AGES));
    var rows =
        Batch.of(
            Map.of(
                "job", Tensor.of("y", ""),
                "age", Tensor.of(20, 40),
                "w", Tensor.of(0.5f, 0.25f),
                "unused", Tensor.of("z", "z")),
            Tensor.of(1f, 0f));

    assertThat(encoder.encode(rows))
        .isEqualTo(
            Batch.of(
                Map.of(
                    "job_weighted_by_w", Ragged.of(new int[] {1}, new int[0]),
                    "job_weighted_by_w/weights", Ragged.of(new float[] {0.5f}, new float[0]),
                    "age", Tensor.of(new float[][] {{20}, {40}}),
                    "age_bucketized", Ragged.of(new int[] {0}, new int[] {1})),
                Tensor.of(1f, 0f)));
  }

  @Test
  void columnsAreOrderedByCodePoint() {
    var a = NumericColumn.of("zz");
    var b = EmbeddingColumn.of(CategoricalColumn.identity("a", 2), 2);
    var c = IndicatorColumn.of(CategoricalColumn.identity("B", 2));
    var privateUse = NumericColumn.of("\uE000");
    var emoji = NumericColumn.of("\uD83D\uDE80");

    assertThat(FeatureColumn.<DenseColumn>inOrder(List.of(emoji, a, privateUse, b, c)))
        .containsExactly(c, b, a, privateUse, emoji);
    assertThatThrownBy(() -> FeatureColumn.inOrder(List.of(AGE, NumericColumn.of("age", 2))))
        .hasMessageStartingWith("two columns have the name \"age\"");
    assertThatThrownBy(() -> FeatureColumn.inOrder(List.of())).hasMessageContaining("no columns");
  }

  @Test
  void embeddingsAndIndicators() {
    var column = EmbeddingColumn.of(HASHED, 3);

    assertThat(column.name()).isEqualTo("job_embedding");
    assertThat(column.combiner()).isEqualTo(Combiner.MEAN);
    assertThat(column.width()).isEqualTo(3);
    assertThat(column.withMaxNorm(2).withTrainable(false).withCombiner(Combiner.SUM))
        .isEqualTo(new EmbeddingColumn(HASHED, 3, Combiner.SUM, null, 2, false));
    assertThat(IndicatorColumn.of(HASHED).name()).isEqualTo("job_indicator");
    assertThat(IndicatorColumn.of(HASHED).width()).isEqualTo(10);
    assertThatThrownBy(() -> EmbeddingColumn.of(HASHED, 0))
        .hasMessage("column \"job\": an embedding's dimension is 0; give 1 or more");
    assertThatThrownBy(() -> column.withMaxNorm(0)).hasMessageContaining("maxNorm is 0.0");
  }
}
