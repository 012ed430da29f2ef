package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models of layers that begin with columns are trained on raw rows. */
class ColumnsInModelsTest {
  private static final VocabularyColumn JOB = CategoricalColumn.vocabularyList("job", "x", "y");
  private static final Map<String, Value> ROWS =
      Map.of(
          "job", Tensor.of("x", "y", "y", "other"),
          "age", Tensor.of(20, 40, 30, 10),
          "size", Tensor.of(new float[][] {{0}, {1}, {0}, {1}}));
  private static final Tensor Y = Tensor.of(1f, 2, 2, 0);

  @Test
  void inASequentialModel() {
    var columns = DenseFeatures.of(EmbeddingColumn.of(JOB, 3), NumericColumn.of("age"));
    Model model = Sequential.of(columns, Dense.of(1));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);

    var losses = model.fit(ROWS, Y, Fit.epochs(50)).loss();

    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 5);
    assertThat(model.variables())
        .containsOnlyKeys(
            "dense_features/job_embedding/embedding_weights", "dense/kernel", "dense/bias");
    assertThat(model.predict(Dataset.of(ROWS).batch(3)).shape()).isEqualTo(Shape.of(4, 1));
  }

  @Test
  void besideInputsOfAFunctionalModel() {
    var deep = DenseFeatures.of(EmbeddingColumn.of(JOB, 3)).on();
    var wide = LinearModel.of(List.of(JOB, BucketizedColumn.of(NumericColumn.of("age"), 15))).on();
    var size = Input.of("size", DType.FLOAT32, 1);
    Model model = Model.of(List.of(size), Concatenate.of(deep, wide, size).to(Dense.of(1)));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);

    double before = model.trainOnBatch(Batch.of(ROWS, Y)).get("loss");
    for (int i = 0; i < 100; i++) {
      model.trainOnBatch(Batch.of(ROWS, Y));
    }

    assertThat(model.evaluate(ROWS, Y).get("loss")).isLessThan(before / 5);
    assertThatThrownBy(() -> model.predict(Map.of("size", Tensor.of(1f), "age", Tensor.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no feature \"job\"");
  }
}
