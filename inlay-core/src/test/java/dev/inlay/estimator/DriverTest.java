package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.data.Dataset;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.model.NonFiniteLossException;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How training, evaluation and prediction go, whatever the model. */
class DriverTest {
  @TempDir Path directory;

  private static LinearRegressor linear() {
    return LinearRegressor.of(List.of(Items.ITEM, Items.X));
  }

  private List<Long> steps() {
    return List.copyOf(Checkpoints.files(directory).keySet());
  }

  @Test
  void checkpointsAreWrittenAtTheBeginningByStepsAndAtTheEnd() {
    var config = RunConfig.of().withModelDir(directory).withSaveCheckpointsSteps(2);
    var estimator = linear().withConfig(config);

    estimator.train(Items.training(Items.Y), Steps.of(3));

    assertThat(steps()).containsExactly(0L, 2L, 3L);
    assertThat(estimator.latestCheckpoint()).contains(directory.resolve("checkpoint-3.inlay"));
  }

  @Test
  void theNewestCheckpointsAreKept() {
    var config =
        RunConfig.of().withModelDir(directory).withSaveCheckpointsSteps(2).withKeepCheckpointMax(2);
    var estimator = linear().withConfig(config);

    estimator.train(Items.training(Items.Y), Steps.of(7));
    assertThat(steps()).containsExactly(6L, 7L);

    var listened = new Recorded();
    estimator.train(Items.training(Items.Y), Steps.max(7), listened);
    assertThat(listened.losses()).isEmpty();
    assertThat(steps()).containsExactly(6L, 7L);

    estimator.train(Items.training(Items.Y), Steps.of(1), listened);
    assertThat(listened.lastStep()).isEqualTo(8);
    assertThat(steps()).containsExactly(7L, 8L);
  }

  @Test
  void checkpointsMayGoByTime() {
    var config =
        RunConfig.of().withModelDir(directory).withSaveCheckpointsEvery(Duration.ofNanos(1));

    linear().withConfig(config).train(Items.training(Items.Y), Steps.of(2));

    assertThat(steps()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void trainingThatWasInterruptedGoesOnAsIfItHadNotBeen() {
    var columns = List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2));
    var settings =
        DnnLinearCombinedRegressor.of(List.of(Items.ITEM), columns, 4)
            .withDnnDropout(0.25)
            .withBatchNorm(true)
            .withSeed(7);

    settings.train(Items.training(Items.Y), Steps.of(10));

    // Batches of three of six rows: after an even number of steps the data begins anew.
    settings.withModelDir(directory).train(Items.training(Items.Y), Steps.max(4));
    var resumed = settings.withModelDir(directory);
    resumed.train(Items.training(Items.Y), Steps.max(10));

    assertThat(resumed.globalStep()).isEqualTo(10);
    assertThat(settings.variableNames()).hasSizeGreaterThan(15);
    for (String name : settings.variableNames()) {
      assertThat(resumed.variableValue(name)).as(name).isEqualTo(settings.variableValue(name));
    }
  }

  @Test
  void whatIsInTheDirectoryCounts() {
    var writer = linear().withModelDir(directory);
    var reader = linear().withModelDir(directory);
    writer.train(Items.training(Items.Y), Steps.of(2));
    assertThat(reader.globalStep()).isEqualTo(2);

    writer.train(Items.training(Items.Y), Steps.of(2));

    assertThat(reader.evaluate(Items.once(Items.Y, 3)))
        .isEqualTo(writer.evaluate(Items.once(Items.Y, 3)))
        .containsEntry("global_step", 4.0);
    assertThat(reader.predict(Items.once(Items.Y, 3)).toList())
        .isEqualTo(writer.predict(Items.once(Items.Y, 3)).toList());
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    var config = RunConfig.of().withModelDir(directory).withSaveCheckpointsSteps(2);
    linear().withConfig(config).train(Items.training(Items.Y), Steps.of(4));
    Path newest = directory.resolve("checkpoint-4.inlay");
    Files.write(newest, java.util.Arrays.copyOf(Files.readAllBytes(newest), 100));

    var resumed = linear().withConfig(config);

    assertThat(resumed.globalStep()).isEqualTo(2);
  }

  @Test
  void anotherModelsCheckpointIsRefused() {
    linear().withModelDir(directory).train(Items.training(Items.Y), Steps.of(1));

    assertThatThrownBy(
            () ->
                LinearRegressor.of(List.of(Items.X, NumericColumn.of("z")))
                    .withModelDir(directory)
                    .globalStep())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linear/linear_model/z/weights");
  }

  @Test
  void oneTrainerHasADirectoryAtATime() {
    var other = linear().withModelDir(directory);
    var estimator = linear().withModelDir(directory);

    assertThatThrownBy(
            () ->
                estimator.train(
                    Items.training(Items.Y),
                    Steps.of(1),
                    (_, _) -> other.train(Items.training(Items.Y), Steps.of(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is being trained in by this process");
  }

  @Test
  void trainingEndsWhereTheDataEnds() {
    var estimator = linear();
    var recorded = new Recorded();

    estimator.train(Items.once(Items.Y, 4), Steps.UNTIL_DATA_ENDS, recorded);
    estimator.train(Items.once(Items.Y, 4), Steps.of(100), recorded);

    assertThat(recorded.losses()).hasSize(4);
    assertThat(estimator.globalStep()).isEqualTo(4);
  }

  @Test
  void noMoreDataIsAskedForThanStepsNeed() {
    var batches = new AtomicInteger();
    Supplier<Dataset> counted =
        () ->
            Dataset.of(Items.features(), Items.Y)
                .repeat()
                .batch(3)
                .map(
                    batch -> {
                      batches.incrementAndGet();
                      return batch;
                    });

    linear().train(counted, Steps.of(5));

    assertThat(batches).hasValue(5);
  }

  @Test
  void dataWithoutRowsTrainsNothing() {
    var estimator = linear();

    estimator.train(
        () -> Dataset.of(Items.features(), Items.Y).filter(_ -> false).batch(3), Steps.of(3));

    assertThat(estimator.globalStep()).isZero();
  }

  @Test
  void aLossThatIsNotFiniteStopsTraining() {
    var estimator = linear().withOptimizer(Sgd.of(1e20f));

    assertThatThrownBy(() -> estimator.train(Items.training(Items.Y), Steps.of(100)))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("the loss is");
  }

  @Test
  void settingsOfAnotherEstimatorLeaveThisOneAlone() {
    var estimator = linear();
    estimator.train(Items.training(Items.Y), Steps.of(2));

    assertThat(estimator.withSeed(3).globalStep()).isZero();
    assertThat(estimator.globalStep()).isEqualTo(2);
    assertThat(estimator.config().seed()).isZero();
    assertThat(estimator.withSeed(3).config().seed()).isEqualTo(3);
  }

  @Test
  void theLossIsTheMeanOfBatchesAndTheAverageLossThatOfRows() {
    var estimator = linear();

    var results = estimator.evaluate(Items.once(Items.Y, 4));

    // Untrained, every prediction is 0.
    assertThat(results.get("average_loss")).isCloseTo(91 / 6.0, within(1e-6));
    assertThat(results.get("loss")).isCloseTo((39 / 4.0 + 52 / 2.0) / 2, within(1e-6));
    assertThat(estimator.evaluate(Items.once(Items.Y, 4), 1)).containsEntry("label/mean", 11 / 4.0);
  }

  /** TensorFlow's own test: weight 11, bias 2, x 1, label 10; two rows that weigh 1 and 2. */
  @Test
  void weightedRowsOfOneLoss() {
    var estimator = LinearRegressor.of(List.of(NumericColumn.of("age"))).withWeightColumn("weight");
    estimator.setVariable("linear/linear_model/age/weights", Tensor.of(new float[][] {{11}}));
    estimator.setVariable("linear/linear_model/bias_weights", Tensor.of(2f));

    var results =
        estimator.evaluate(
            () ->
                Dataset.of(
                        Map.of("age", Tensor.of(1f, 1), "weight", Tensor.of(1f, 2)),
                        Tensor.of(10f, 10))
                    .batch(2));

    assertThat(results.get("loss")).isCloseTo(13.5, within(1e-6));
    assertThat(results.get("average_loss")).isCloseTo(9, within(1e-6));
    assertThat(results.get("prediction/mean")).isCloseTo(13, within(1e-6));
  }

  @Test
  void severalNumbersARowAreSummedAsTensorFlowDoes() {
    var estimator =
        LinearRegressor.of(List.of(Items.X))
            .withLabelDimension(2)
            .withLossReduction(dev.inlay.train.Loss.Reduction.SUM);
    var labels = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Supplier<Dataset> rows = () -> Dataset.of(Map.of("x", Tensor.of(1f, 2)), labels).batch(2);
    var recorded = new Recorded();

    var results = estimator.evaluate(rows);
    estimator.train(rows, Steps.of(1), recorded);

    assertThat(results.get("loss")).isCloseTo(30, within(1e-6));
    assertThat(results.get("average_loss")).isCloseTo(7.5, within(1e-6));
    assertThat(recorded.losses().getFirst()).isCloseTo(30, within(1e-6));
  }

  @Test
  void predictionIsLazy() {
    var batches = new AtomicInteger();
    Supplier<Dataset> endless =
        () ->
            Dataset.of(Items.features())
                .repeat()
                .batch(3)
                .map(
                    batch -> {
                      batches.incrementAndGet();
                      return batch;
                    });

    try (var rows = linear().predict(endless)) {
      assertThat(rows.limit(4)).hasSize(4);
    }

    assertThat(batches.get()).isLessThan(30);
  }

  @Test
  void rowsForPredictionNeedNoBatches() {
    assertThat(linear().predict(() -> Dataset.of(Items.features()))).hasSize(6);
  }
}
