package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Json;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model directory of before there were recurrent estimators: wide and deep over a vocabulary, a
 * number, its ranges and a cross, trained for 20 steps. It stays as it is; whatever changes in the
 * code, it is read.
 */
class OldDirectoryTest {
  private static final Map<String, Value> ROWS =
      Map.of(
          "age", Tensor.of(25f, 35f, 45f, 55f),
          "job", Tensor.of("clerk", "smith", "nurse", "queen"));
  private static final Tensor LABELS = Tensor.of("no", "yes", "yes", "no");
  private static final float[] LOGITS = {-1.6143991f, -1.1767199f, -0.8472985f, -0.06895853f};

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String file : new String[] {"model.json", "checkpoint-20.inlay"}) {
      try (var in =
          Objects.requireNonNull(
              OldDirectoryTest.class.getResourceAsStream("/models/format2/" + file))) {
        Files.copy(in, folder.resolve(file));
      }
    }
  }

  private static void assertLogits(Map<String, Tensor> predictions) {
    assertThat(((FloatTensor) Objects.requireNonNull(predictions.get("logits"))).data())
        .containsExactly(LOGITS, Offset.offset(1e-5f));
  }

  @Test
  void itPredicts() {
    assertLogits(Estimator.load(folder).predict(Batch.of(ROWS)));
    assertLogits(SavedPredictor.load(folder).predict(ROWS));
  }

  @Test
  void itsTrainingGoesOn() {
    Estimator estimator = Estimator.load(folder);
    estimator.train(() -> Dataset.of(ROWS, LABELS).repeat().batch(4), Steps.max(25));
    assertThat(estimator.globalStep()).isEqualTo(25);
    assertThat(estimator.evaluate(() -> Dataset.of(ROWS, LABELS).batch(4)).get("average_loss"))
        .isLessThan(0.8725);
    assertThat(SavedPredictor.load(folder).schema()).hasSize(2);
  }

  /** Components that came later have the values that they stood for. */
  @Test
  void whatItMayHoldIsRead() {
    String adagrad =
        """
        {"class": "Adagrad", "learningRate": {"class": "LearningRate.Constant", "rate": 0.5},
         "initialAccumulatorValue": 0.1, "epsilon": 1e-7, "epsilonOutside": true, "rows": "EXACT"}
        """;
    assertThat(Description.CONFIG.read(Json.read(adagrad, "test"), Optimizer.class))
        .isEqualTo(Adagrad.of(0.5f).withEpsilonOutside(true));
  }
}
