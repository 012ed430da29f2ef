package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.FieldSpec.FixedLength;
import dev.inlay.data.FieldSpec.VariableLength;
import dev.inlay.data.ParseSpec;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As TensorFlow's make_parse_example_spec gives them. */
class ParseSpecTest {
  private static final NumericColumn AGE = NumericColumn.of("age");
  private static final VocabularyColumn JOB = CategoricalColumn.vocabularyList("job", "x", "y");

  @Test
  void eachKindOfColumnReadsItsFields() {
    var crossed =
        CategoricalColumn.crossed(10, CrossKey.raw("k1"), BucketizedColumn.of(AGE, 18), JOB);
    List<FeatureColumn> columns =
        List.of(
            NumericColumn.of("x", 2).withDefaultValue(1),
            EmbeddingColumn.of(CategoricalColumn.weighted(JOB, "w"), 2),
            crossed,
            IndicatorColumn.of(CategoricalColumn.hashBucket("h", 3).withDtype(DType.INT32)),
            CategoricalColumn.identity("id", 3).withMissing(Missing.Rule.LEARN),
            SharedEmbedding.of(2, CategoricalColumn.sequence(JOB)).columns().getFirst(),
            SequenceNumericColumn.of("s"));

    assertThat(FeatureColumn.parseSpec(columns).features())
        .isEqualTo(
            Map.of(
                "x",
                new FixedLength(Shape.of(2), DType.FLOAT32, Tensor.of(1f, 1f)),
                "job",
                new VariableLength(DType.STRING),
                "w",
                new VariableLength(DType.FLOAT32),
                "k1",
                new VariableLength(DType.STRING),
                "age",
                FixedLength.of(DType.FLOAT32, 1),
                "h",
                new VariableLength(DType.INT64),
                "id",
                new VariableLength(DType.INT64),
                "s",
                new VariableLength(DType.FLOAT32)));
  }

  @Test
  void aLabelAndAWeightMakeItThatOfAClassifier() {
    ParseSpec spec =
        FeatureColumn.parseSpec(List.of(AGE))
            .withLabel("y", FixedLength.of(DType.INT64, 1).withDefaultValue(0))
            .withWeights("w");

    assertThat(spec.fields()).containsExactly("age", "y", "w");
    assertThatThrownBy(() -> spec.withLabel("age", FixedLength.of(DType.INT64)))
        .hasMessageContaining("the label \"age\" is read as something else already");
    assertThatThrownBy(() -> spec.withWeights("y"))
        .hasMessageContaining("the weight \"y\" is read as something else already");
  }

  @Test
  void aFieldIsReadInOneWay() {
    assertThatThrownBy(
            () -> FeatureColumn.parseSpec(List.of(AGE, CategoricalColumn.hashBucket("age", 3))))
        .hasMessageContaining("columns read feature \"age\" as FixedLength")
        .hasMessageContaining("give it a second name");
    assertThatThrownBy(() -> FixedLength.of(DType.FLOAT32, 2).withDefaultValue(Tensor.of(1f)))
        .hasMessage("a default value of FLOAT32 (1,) for a field of FLOAT32 (2,)");
    assertThatThrownBy(() -> FixedLength.of(DType.INT64).withDefaultValue("a"))
        .hasMessageContaining("a default value of STRING ()");
    assertThatThrownBy(() -> new VariableLength(DType.INT32)).hasMessageContaining("not INT32");
    assertThatThrownBy(() -> FixedLength.of(DType.FLOAT32, -1))
        .hasMessageContaining("make it one of variable length");
  }
}
