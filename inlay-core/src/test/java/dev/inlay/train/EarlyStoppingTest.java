package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private final FakeTraining training = new FakeTraining(100, 1);

  /** The number of epochs that were run on these values. */
  private int run(EarlyStopping callback, double... values) {
    Callback.Observer observer = callback.start(training);
    observer.trainBegin();
    int epoch = 0;
    while (epoch < values.length && !training.stopped) {
      training.weights = epoch;
      observer.epochEnd(epoch, Map.of(callback.monitor(), values[epoch]));
      epoch++;
    }
    observer.trainEnd();
    return epoch;
  }

  @Test
  void stopsWhenPatienceIsOver() {
    assertThat(run(EarlyStopping.of().withPatience(2), 5, 4, 4.5, 4.2, 3, 2)).isEqualTo(4);
    assertThat(training.weights).isEqualTo(3);
  }

  @Test
  void withoutPatienceTheFirstStepBackEndsIt() {
    assertThat(run(EarlyStopping.of(), 5, 4, 4, 3)).isEqualTo(3);
  }

  @Test
  void goesOnWhileItGetsBetter() {
    assertThat(run(EarlyStopping.of("loss"), 5, 4, 3, 2)).isEqualTo(4);
  }

  @Test
  void givesBackTheBestWeights() {
    var callback = EarlyStopping.of().withPatience(2).withRestoreBestWeights(true);
    assertThat(run(callback, 5, 4, 4.5, 4.2)).isEqualTo(4);
    assertThat(training.weights).isEqualTo(1);
  }

  @Test
  void givesBackTheBestWeightsOfAFitThatWasNotStopped() {
    assertThat(run(EarlyStopping.of().withPatience(9).withRestoreBestWeights(true), 5, 1, 3))
        .isEqualTo(3);
    assertThat(training.weights).isEqualTo(1);
  }

  @Test
  void smallGainsDoNotCount() {
    assertThat(run(EarlyStopping.of().withMinDelta(0.5), 5, 4, 3.8, 1)).isEqualTo(3);
  }

  @Test
  void accuracyIsBetterWhenItRises() {
    assertThat(run(EarlyStopping.of("val_accuracy"), 0.5, 0.6, 0.55, 0.7)).isEqualTo(3);
  }

  @Test
  void waitsUntilTheBaselineIsBeaten() {
    assertThat(run(EarlyStopping.of().withPatience(2).withBaseline(1), 5, 4, 3, 2, 1.5, 1.2))
        .isEqualTo(6);
    training.stopped = false;
    assertThat(run(EarlyStopping.of().withPatience(2).withBaseline(1), 5, 4, 4.1, 2)).isEqualTo(3);
  }

  @Test
  void firstEpochsMayBeLeftOut() {
    assertThat(run(EarlyStopping.of().withStartFromEpoch(3), 1, 2, 3, 4, 3, 5)).isEqualTo(6);
  }

  @Test
  void oneSettingServesManyFits() {
    var callback = EarlyStopping.of().withPatience(1);
    assertThat(run(callback, 1, 2)).isEqualTo(2);
    training.stopped = false;
    assertThat(run(callback, 5, 4, 5)).isEqualTo(3);
  }

  @Test
  void epochsWithoutTheNumberDontCount() {
    var observer = EarlyStopping.of().start(training);
    observer.epochEnd(0, Map.of("loss", 1.0, "val_loss", 1.0));
    observer.epochEnd(1, Map.of("loss", 1.0));
    assertThat(training.stopped).isFalse();
    observer.epochEnd(2, Map.of("loss", 1.0, "val_loss", 1.0));
    assertThat(training.stopped).isTrue();
  }

  @Test
  void metricsSayWhichWayIsBetter() {
    assertThat(Metric.ACCURACY.direction()).isEqualTo(Mode.MAX);
    assertThat(Metric.named("f", F1Score.of()).direction()).isEqualTo(Mode.MAX);
    assertThat(Metric.MEAN_SQUARED_ERROR.direction()).isEqualTo(Mode.MIN);
    assertThat(new MeanLoss("similarity", new Negative(CosineSimilarity.of())).direction())
        .isEqualTo(Mode.MAX);
    assertThat(new Mean().direction()).isEqualTo(Mode.AUTO);
  }

  @Test
  void asksWhichWayIsBetter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EarlyStopping.of("val_profit").start(training))
        .withMessageContaining("MIN or MAX");
    assertThat(run(EarlyStopping.of("val_profit").withMode(Mode.MAX), 1, 2, 1)).isEqualTo(3);
  }
}
