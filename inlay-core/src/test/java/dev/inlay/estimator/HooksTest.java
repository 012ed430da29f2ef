package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.model.NonFiniteLossException;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Metric;
import dev.inlay.train.Sgd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes part in a run, and what may be done to it. */
class HooksTest {
  @TempDir Path directory;

  private static LinearRegressor linear() {
    return LinearRegressor.of(List.of(Items.ITEM, Items.X));
  }

  @Test
  void eventsComeInOrder() {
    List<String> events = new ArrayList<>();
    Hook hook =
        context ->
            new Hook.Observer() {
              @Override
              public void begin() {
                events.add("begin " + context.mode() + " at " + context.globalStep());
              }

              @Override
              public void beforeStep() {
                events.add("before " + context.globalStep());
              }

              @Override
              public void afterStep(double loss) {
                events.add("after " + context.globalStep());
              }

              @Override
              public void end() {
                events.add("end");
              }

              @Override
              public void close() {
                events.add("close");
              }
            };
    var estimator = linear();

    estimator.train(Items.training(Items.Y), Steps.of(2), hook);
    estimator.evaluate(Items.once(Items.Y, 6), EvalOptions.of().withHooks(hook));
    try (var rows =
        estimator.predict(Items.once(Items.Y, 6), PredictOptions.of().withHooks(hook))) {
      assertThat(rows.count()).isEqualTo(6);
    }

    assertThat(events)
        .containsExactly(
            "begin TRAIN at 0",
            "before 0",
            "after 1",
            "before 1",
            "after 2",
            "end",
            "close",
            "begin EVAL at 2",
            "before 2",
            "after 2",
            "end",
            "close",
            "begin PREDICT at 2",
            "before 2",
            "after 2",
            "end",
            "close");
  }

  @Test
  void trainingStopsAtAStep() {
    var estimator = linear();

    estimator.train(Items.training(Items.Y), Steps.of(100), StopAtStepHook.ofSteps(3));
    assertThat(estimator.globalStep()).isEqualTo(3);
    estimator.train(Items.training(Items.Y), Steps.of(100), StopAtStepHook.ofLastStep(5));
    assertThat(estimator.globalStep()).isEqualTo(5);
    estimator.train(Items.training(Items.Y), Steps.of(100), StopAtStepHook.ofLastStep(5));
    assertThat(estimator.globalStep()).isEqualTo(5);
  }

  @Test
  void aLossThatIsNotFiniteMayEndTrainingQuietly() {
    var estimator = linear().withOptimizer(Sgd.of(1e20f));
    assertThatThrownBy(
            () -> estimator.train(Items.training(Items.Y), Steps.of(9), new NanHook(true)))
        .isInstanceOf(NonFiniteLossException.class);

    var other = linear().withOptimizer(Sgd.of(1e20f));
    other.train(Items.training(Items.Y), Steps.of(9), new NanHook(false));
    assertThat(other.globalStep()).isBetween(1L, 8L);
  }

  @Test
  void somethingIsComputedAtTheEnd() {
    var estimator = linear();
    var bias =
        FinalOpsHook.of(context -> context.variableValue("linear/linear_model/bias_weights"));

    estimator.train(Items.training(Items.Y), Steps.of(2), bias);

    assertThat(bias.values()).contains(estimator.variableValue("linear/linear_model/bias_weights"));
  }

  @Test
  void theModelIsMeasuredWhileItIsTrained() {
    var estimator = linear();

    estimator.train(
        Items.training(Items.Y),
        Steps.of(5),
        InMemoryEvaluatorHook.of(Items.once(Items.Y, 3)).withEverySteps(2));

    assertThat(estimator.evaluations("")).containsOnlyKeys(0L, 2L, 4L, 5L);
    assertThat(estimator.evaluations("").get(5L))
        .isEqualTo(estimator.evaluate(Items.once(Items.Y, 3)));
  }

  @Test
  void stepsAreCounted() {
    List<Double> speeds = new ArrayList<>();

    linear().train(Items.training(Items.Y), Steps.of(7), StepCounterHook.ofSteps(3, speeds::add));

    assertThat(speeds).hasSize(2).allMatch(speed -> speed > 0);
  }

  @Test
  void listenersAreToldOfCheckpoints() {
    List<String> events = new ArrayList<>();
    var listener =
        new CheckpointSaverListener() {
          @Override
          public void begin(RunContext context) {
            events.add("begin");
          }

          @Override
          public void beforeSave(RunContext context) {
            events.add("before " + context.globalStep());
          }

          @Override
          public void afterSave(RunContext context, Path checkpoint) {
            events.add("after " + checkpoint.getFileName());
            if (context.globalStep() == 4) {
              context.requestStop();
            }
          }

          @Override
          public void end(RunContext context) {
            events.add("end " + context.globalStep());
          }
        };
    var config = RunConfig.of().withModelDir(directory).withSaveCheckpointsSteps(4);

    linear()
        .withConfig(config)
        .train(Items.training(Items.Y), Steps.of(9), List.of(), List.of(listener));

    assertThat(events)
        .containsExactly(
            "begin",
            "before 0",
            "after checkpoint-0.inlay",
            "before 4",
            "after checkpoint-4.inlay",
            "end 4");
    assertThatThrownBy(
            () ->
                linear().train(Items.training(Items.Y), Steps.of(1), List.of(), List.of(listener)))
        .hasMessageContaining("no model directory");
  }

  @Test
  void aSaverOfOnesOwnStandsInPlaceOfTheUsualOne() {
    linear().train(Items.training(Items.Y), Steps.of(5), CheckpointSaverHook.ofSteps(directory, 2));

    assertThat(Checkpoints.files(directory)).containsOnlyKeys(0L, 2L, 4L, 5L);
  }

  @Test
  void olderCheckpointsAreKeptNowAndThen() {
    var config =
        RunConfig.of()
            .withModelDir(directory)
            .withSaveCheckpointsSteps(1)
            .withKeepCheckpointMax(2)
            .withKeepCheckpointEvery(Duration.ofNanos(1));

    linear().withConfig(config).train(Items.training(Items.Y), Steps.of(4));

    assertThat(Checkpoints.files(directory)).containsOnlyKeys(3L, 4L);
    assertThat(directory.resolve("kept-1.inlay")).exists();
    assertThat(directory.resolve("kept-2.inlay")).exists();
    var options = EvalOptions.of().withCheckpoint(directory.resolve("kept-2.inlay"));
    var again = linear().withConfig(config);
    assertThat(again.evaluate(Items.once(Items.Y, 3), options)).containsEntry("global_step", 2.0);
    assertThat(again.evaluate(Items.once(Items.Y, 3))).containsEntry("global_step", 4.0);
  }

  /** Remembers what it is given. */
  private static final class Written implements SummaryWriter {
    private final Map<String, List<Long>> tags = new TreeMap<>();
    private final Map<String, Double> last = new TreeMap<>();

    @Override
    public void scalar(String tag, long step, double value) {
      tags.computeIfAbsent(tag, _ -> new ArrayList<>()).add(step);
      last.put(tag, value);
    }

    @Override
    public void histogram(String tag, long step, FloatTensor values) {
      tags.computeIfAbsent(tag, _ -> new ArrayList<>()).add(step);
    }
  }

  @Test
  void summariesAreWrittenOfTrainingAndEvaluations() {
    Map<String, Written> runs = new TreeMap<>();
    var config =
        RunConfig.of()
            .withModelDir(directory)
            .withSaveSummarySteps(2)
            .withSummaries(
                folder ->
                    runs.computeIfAbsent(
                        directory.relativize(folder).toString(), _ -> new Written()));
    var estimator =
        DnnRegressor.of(List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2)), 4).withConfig(config);

    estimator.train(Items.training(Items.Y), Steps.of(5));
    var results = estimator.evaluate(Items.once(Items.Y, 3), "holdout");

    assertThat(runs).containsOnlyKeys("", "eval_holdout");
    assertThat(runs.get("").tags)
        .containsEntry("loss", List.of(1L, 3L, 5L))
        .containsEntry("global_step/sec", List.of(3L, 5L))
        .containsEntry("dnn/hiddenlayer_0/activation", List.of(1L, 3L, 5L))
        .containsKeys("dnn/hiddenlayer_0/fraction_of_zero_values", "dnn/logits/activation");
    assertThat(runs.get("").last.get("dnn/hiddenlayer_0/fraction_of_zero_values"))
        .isBetween(0.0, 1.0);
    Map<String, Double> written = new LinkedHashMap<>(results);
    written.remove("global_step");
    assertThat(runs.get("eval_holdout").last).isEqualTo(written);
    assertThat(EvalResults.read(directory.resolve("eval_holdout"))).containsOnlyKeys(5L);
    assertThat(EvalResults.read(directory.resolve("eval_holdout")).get(5L)).isEqualTo(results);
  }

  @Test
  void severalDataSetsAreMeasuredWithTheSameWeights() {
    var estimator = linear();
    estimator.train(Items.training(Items.Y), Steps.of(2));

    var all =
        estimator.evaluate(Map.of("one", Items.once(Items.Y, 3), "two", Items.once(Items.Y, 6)));

    assertThat(all.get("one")).isEqualTo(estimator.evaluate(Items.once(Items.Y, 3)));
    assertThat(all.get("two").get("average_loss"))
        .isCloseTo(all.get("one").get("average_loss"), within(1e-6));
    assertThat(estimator.evaluations("two")).containsOnlyKeys(2L);
  }

  @Test
  void metricsAreAdded() {
    var estimator =
        linear()
            .addMetrics(
                AddedMetric.of(Metric.MEAN_ABSOLUTE_ERROR, "predictions"),
                new AddedMetric(
                    Metric.named("weighted", Metric.MEAN_ABSOLUTE_ERROR),
                    (rows, predictions) ->
                        AddedMetric.of(Metric.MEAN_ABSOLUTE_ERROR, "predictions")
                            .inputs()
                            .of(rows, predictions)
                            .withWeights((Tensor) rows.feature("w"))));

    var results = estimator.evaluate(Items.once(Items.Y, 4));

    // Untrained, every prediction is 0.
    assertThat(results.get("mean_absolute_error")).isCloseTo(3.5, within(1e-6));
    assertThat(results.get("weighted")).isCloseTo((1 + 6 + 2 + 2.5 + 4 + 18) / 8.5, within(1e-6));
    assertThat(results).containsKeys("average_loss", "loss");
  }

  @Test
  void trainingEndsEarlyByEvaluations() {
    Map<Long, Map<String, Double>> falling = new TreeMap<>();
    falling.put(10L, Map.of("loss", 3.0));
    falling.put(20L, Map.of("loss", 2.0));
    falling.put(30L, Map.of("loss", 2.0));
    falling.put(40L, Map.of("loss", 2.5));

    assertThat(EarlyStoppingHook.stopIfNoDecrease("loss", 20).shallStop(falling)).isTrue();
    assertThat(EarlyStoppingHook.stopIfNoDecrease("loss", 21).shallStop(falling)).isFalse();
    assertThat(EarlyStoppingHook.stopIfNoIncrease("loss", 30).shallStop(falling)).isTrue();
    assertThat(EarlyStoppingHook.stopIfNoIncrease("loss", 11).withMinSteps(30).shallStop(falling))
        .isFalse();
    assertThat(EarlyStoppingHook.stopIfLower("loss", 2).shallStop(falling)).isFalse();
    assertThat(EarlyStoppingHook.stopIfLower("loss", 2.1).shallStop(falling)).isTrue();
    assertThat(EarlyStoppingHook.stopIfHigher("loss", 2.9).shallStop(falling)).isTrue();
    assertThat(EarlyStoppingHook.stopIfHigher("loss", 2.9).withMinSteps(20).shallStop(falling))
        .isFalse();
    assertThatThrownBy(() -> EarlyStoppingHook.stopIfLower("auc", 1).shallStop(falling))
        .hasMessageContaining("no metric \"auc\"");

    var estimator = linear();
    estimator.train(
        Items.training(Items.Y),
        Steps.of(50),
        InMemoryEvaluatorHook.of(Items.once(Items.Y, 3)).withEverySteps(1),
        EarlyStoppingHook.stopIfLower("average_loss", 100).withEverySteps(4));
    assertThat(estimator.globalStep()).isEqualTo(1);
  }
}
