package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.data.Batch;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained estimator for others: one that only predicts, and one as a model of layers. */
class SavedPredictorTest {
  @TempDir Path directory;

  private DnnLinearCombinedRegressor trained() {
    var estimator =
        DnnLinearCombinedRegressor.of(
                List.of(Items.ITEM), List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2)), 4)
            .withBatchNorm(true)
            .withModelDir(directory);
    estimator.train(Items.training(Items.Y), Steps.of(6));
    return estimator;
  }

  @Test
  void manyThreadsPredictAtTheSameTime() {
    Tensor expected = trained().predict(Batch.of(Items.features())).get("predictions");
    var predictor = SavedPredictor.load(directory);

    List<Tensor> answers =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(_ -> predictor.predict(Items.features()).get("predictions"))
            .toList();

    assertThat(answers).allMatch(expected::equals);
    assertThat(predictor.predictRows(List.of(Map.of("item", "a", "x", 1f))).get("predictions"))
        .isEqualTo(expected.rows(0, 1));
  }

  @Test
  void rowsOfAnotherKindAreRefused() {
    trained();
    var predictor = SavedPredictor.load(directory);

    assertThatThrownBy(() -> predictor.predict(Map.of("x", Tensor.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature \"item\" is missing")
        .hasMessageContaining("feature \"x\" was FLOAT32 in training and is STRING");
    assertThatThrownBy(() -> SavedPredictor.load(directory.resolve("nowhere")))
        .hasMessageContaining("is no model directory");
  }

  @Test
  void valuesThatAreSpreadInAnotherWayAreReported() {
    trained();
    var predictor = SavedPredictor.load(directory);
    String[] items = new String[120];
    Arrays.fill(items, "a");
    float[] numbers = new float[120];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 6 + 1f;
    }

    predictor.predict(Map.of("item", Tensor.of("a", "b"), "x", Tensor.of(1f, 2f)));
    assertThat(predictor.drift()).isEmpty();
    predictor.predict(Map.of("item", Tensor.of(items), "x", Tensor.of(numbers)));

    assertThat(predictor.drift()).extracting(Drift::feature).containsOnly("item");
    assertThat(predictor.drift().getFirst().toString())
        .startsWith("feature \"item\": the share of \"a\" was 0.333 in training and is 0.99");

    Arrays.fill(numbers, 100);
    predictor.predict(Map.of("item", Tensor.of(items), "x", Tensor.of(numbers)));
    assertThat(predictor.drift()).extracting(Drift::what).contains("the mean");
  }

  @Test
  void theSameModelAsLayersHasTheSameTables() {
    var estimator = trained();
    Model model = estimator.toModel();
    var rows = Items.features();

    FloatTensor logits = model.predict(Batch.of(rows).features());
    assertThat(logits).isEqualTo(estimator.predict(Batch.of(rows)).get("predictions"));
    assertThat(model.weights().keySet())
        .contains(
            "hiddenlayer_0/kernel",
            "batchnorm_0/gamma",
            "input_layer/item_embedding/embedding_weights",
            "linear_model/item/weights");

    estimator.train(Items.training(Items.Y), Steps.of(3));
    assertThat(model.predict(Batch.of(rows).features()))
        .isEqualTo(estimator.predict(Batch.of(rows)).get("predictions"))
        .isNotEqualTo(logits);

    model.compile(Adam.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    model.trainOnBatch(Batch.of(rows, Items.Y));
    assertThat(model.predict(Batch.of(rows).features()))
        .isEqualTo(estimator.predict(Batch.of(rows)).get("predictions"));
    assertThatThrownBy(() -> BaselineRegressor.of().toModel())
        .isInstanceOf(IllegalStateException.class);
  }
}
