package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Callback;
import dev.inlay.train.LambdaCallback;
import dev.inlay.train.LearningRateScheduler;
import dev.inlay.train.Loss;
import dev.inlay.train.Rows;
import dev.inlay.train.Sgd;
import dev.inlay.train.SwapEMAWeights;
import dev.inlay.train.TerminateOnNaN;
import dev.inlay.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of a fit beyond epochs and batches, and what callbacks may change. */
class FitSettingsTest {
  private static final Tensor X = Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}, {6}});
  private static final Tensor Y = Tensor.of(1f, 2f, 3f, 4f, 5f, 6f);

  private final Model model = model(0.001f);

  private static Model model(float rate) {
    var model =
        Sequential.of(
            Input.of("x", FLOAT32, 1), Dense.of(1).withKernelInitializer(Initializers.ZEROS));
    model.compile(Sgd.of(rate), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  /** Counts the batches of each validation. */
  private static final class Validations implements Callback {
    final List<Integer> batches = new ArrayList<>();

    @Override
    public Observer start(Training training) {
      return new Observer() {
        @Override
        public void testBegin() {
          batches.add(0);
        }

        @Override
        public void testBatchEnd(int batch, Map<String, Double> logs) {
          batches.set(batches.size() - 1, batch + 1);
        }
      };
    }
  }

  @Test
  void validationRunsAsOftenAndAsLongAsAsked() {
    var seen = new Validations();
    Fit fit =
        Fit.epochs(5)
            .withValidationData(X, Y)
            .withValidationBatchSize(1)
            .withValidationSteps(4)
            .withValidationFrequency(2)
            .withCallbacks(seen);
    History history = model.fit(X, Y, fit);
    assertThat(seen.batches).containsExactly(4, 4);
    assertThat(history.get("val_loss")).hasSize(2);
    assertThat(history.epochs("val_loss")).containsExactly(1, 3);
    assertThat(history.loss()).hasSize(5);
  }

  @Test
  void endlessValidationDataNeedsSteps() {
    var seen = new Validations();
    Dataset endless = Dataset.of(X, Y).repeat();
    model.fit(
        X, Y, Fit.epochs(1).withValidationData(endless).withValidationSteps(3).withCallbacks(seen));
    assertThat(seen.batches).containsExactly(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(X, Y, Fit.epochs(1).withValidationData(endless)))
        .withMessageContaining("never ends");
  }

  @Test
  void whatACallbackNotesIsInTheHistory() {
    History history =
        model.fit(
            X, Y, Fit.epochs(3).withCallbacks(LearningRateScheduler.of((e, r) -> r * (e + 1))));
    assertThat(history.get("learning_rate"))
        .containsExactly((double) 0.001f, (double) 0.002f, (double) 0.006f);
  }

  @Test
  void aFitCanEndInPeaceAtALossThatIsNotFinite() {
    var diverging = model(1e6f);
    List<String> events = new ArrayList<>();
    History history =
        diverging.fit(
            X,
            Y,
            Fit.epochs(100)
                .withCallbacks(
                    TerminateOnNaN.of(),
                    LambdaCallback.of()
                        .withTrainBegin(_ -> events.add("begin"))
                        .withTrainEnd(_ -> events.add("end"))));
    assertThat(history.epochs()).hasSizeBetween(1, 99);
    assertThat(events).containsExactly("begin", "end");
    diverging.weights().values().forEach(w -> assertThat(w.data()[0]).isFinite());
  }

  @Test
  void functionsAreToldOfTheirEvents() {
    List<String> events = new ArrayList<>();
    model.fit(
        X,
        Y,
        Fit.epochs(1)
            .withBatchSize(3)
            .withCallbacks(
                LambdaCallback.of()
                    .withEpochBegin((_, epoch) -> events.add("epoch " + epoch))
                    .withBatchBegin((_, batch) -> events.add("batch " + batch))
                    .withBatchEnd((_, _, logs) -> events.add("done " + logs.keySet()))
                    .withEpochEnd((training, _, _) -> events.add("step " + training.step()))));
    assertThat(events)
        .containsExactly("epoch 0", "batch 0", "done [loss]", "batch 1", "done [loss]", "step 2");
  }

  @Test
  void classWeightsAreForOneOutput() {
    Symbol x = Input.of("x", FLOAT32, 1);
    Model two =
        Model.of(List.of(x), List.of(x.to(Dense.of(1).named("a")), x.to(Dense.of(1).named("b"))));
    two.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Tensor rows = Tensor.of(new float[][] {{1}, {2}});
    Batch data = Batch.of(Map.of("x", rows), Map.of("a", rows, "b", rows));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.fit(data, Fit.epochs(1).withClassWeights(Map.of(1, 2f))))
        .withMessageContaining("one output")
        .withMessageContaining("[a, b]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> two.fit(data, Fit.epochs(1).withSampleWeights(Map.of("c", Tensor.of(1f, 2f)))))
        .withMessageContaining("c")
        .withMessageContaining("[a, b]");
  }

  @Test
  void averagesThatNobodyKeepsCantBeSwapped() {
    Model model = Sequential.of(Input.of("x", FLOAT32, 1), Dense.of(1));
    model.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Tensor rows = Tensor.of(new float[][] {{1}, {2}});
    Fit fit = Fit.epochs(1).withCallbacks(SwapEMAWeights.of()).withValidationData(rows, rows);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(rows, rows, fit))
        .withMessageContaining("withEma");
  }

  /** Rows of a table that lag behind are brought up to date before they change places. */
  @Test
  void averagesOfTablesAreMeasuredToo() {
    List<List<Double>> losses = new ArrayList<>();
    for (Rows treatment : List.of(Rows.EXACT, Rows.DENSE)) {
      Model model =
          Sequential.of(Input.of("x", INT32, 1), Embedding.of(9, 2), Flatten.of(), Dense.of(1));
      model.compile(Adam.of(0.1f).withRows(treatment).withEma(0.7f, 0), Loss.MEAN_SQUARED_ERROR);
      Tensor x = Tensor.of(new int[][] {{0}, {1}, {2}, {1}, {5}});
      Tensor y = Tensor.of(1f, 2f, 3f, 4f, 5f);
      Fit fit =
          Fit.epochs(4)
              .withBatchSize(1)
              .withCallbacks(SwapEMAWeights.of().withSwapOnEpoch(true))
              .withValidationData(x, y);
      losses.add(model.fit(x, y, fit).get("val_loss"));
      assertThat(model.evaluate(x, y).get("loss"))
          .isCloseTo(losses.getLast().getLast(), within(1e-5));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(losses.get(0).get(i)).isCloseTo(losses.get(1).get(i), within(1e-4));
    }
  }
}
