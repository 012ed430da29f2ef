package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.feature.ColumnLayout.Slot;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.model.Model;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnLayoutTest {
  private static final VocabularyColumn JOB =
      CategoricalColumn.vocabularyList("job", "x", "y", "z");
  private static final IdentityColumn ID = CategoricalColumn.identity("id", 5);

  @Test
  void eachColumnHasASliceAndPerhapsATable() {
    var shared = SharedEmbedding.of(4, ID).withTableName("items");
    DenseFeatures features =
        DenseFeatures.of(
            NumericColumn.of("x", 2),
            EmbeddingColumn.of(JOB, 8),
            IndicatorColumn.of(JOB),
            shared.column(ID));

    ColumnLayout layout = features.describeLayout();

    assertThat(layout.slots())
        .containsExactly(
            new Slot(
                "id_shared_embedding", "SharedEmbeddingColumn", List.of("id"), 0, 4, "items", 5, 4),
            new Slot(
                "job_embedding",
                "EmbeddingColumn",
                List.of("job"),
                4,
                12,
                "job_embedding/embedding_weights",
                3,
                8),
            new Slot("job_indicator", "IndicatorColumn", List.of("job"), 12, 15, "", 0, 0),
            new Slot("x", "NumericColumn", List.of("x"), 15, 17, "", 0, 0));
    assertThat(layout.slots().getLast().to()).isEqualTo(features.width());
    assertThat(ColumnLayout.ofJson(layout.toJson())).isEqualTo(layout);
    assertThat(layout.toString())
        .contains("[4, 12)      job_embedding EmbeddingColumn of job  ")
        .contains("job_embedding/embedding_weights 3 × 8");
  }

  @Test
  void inALinearModelEachHasWeights() {
    var layout =
        LinearModel.of(List.of(JOB, NumericColumn.of("x", 2))).withUnits(3).describeLayout();

    assertThat(layout.slots())
        .extracting(Slot::table, Slot::rows, Slot::dimension, Slot::to)
        .containsExactly(tuple("job/weights", 3, 3, 0), tuple("x/weights", 2, 3, 0));
  }

  @Test
  void stepsHaveOneToo() {
    var layout =
        SequenceFeatures.of(EmbeddingColumn.of(CategoricalColumn.sequence(JOB), 8))
            .describeLayout();

    assertThat(layout.slots().getFirst().rows()).isEqualTo(3);
  }

  @Test
  void columnsMayBeTakenOneByOne() {
    var blocks = DenseFeatures.of(NumericColumn.of("x"), IndicatorColumn.of(JOB)).blocks();
    var small = blocks.get("job_indicator").to(Dense.of(2));
    Model model = Model.of(List.of(), Concatenate.of(small, blocks.get("x")));

    assertThat(blocks.keySet()).containsExactly("job_indicator", "x");
    assertThat(blocks.get("job_indicator").shape()).isEqualTo(Shape.of(-1, 3));
    var output = model.predict(Map.of("job", Tensor.of("x", "y"), "x", Tensor.of(1f, 2f)));
    assertThat(output.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(output.toFloats().data()[5]).isEqualTo(2);
  }
}
