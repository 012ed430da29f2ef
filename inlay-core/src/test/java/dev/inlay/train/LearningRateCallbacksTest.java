package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callbacks that set the learning rate; a fit begins at 0.1. */
class LearningRateCallbacksTest {
  private final FakeTraining training = new FakeTraining(100, 1);

  /** The rates that the epochs' logs note, and last the rate after them all. */
  private List<Double> rates(Callback callback, double... losses) {
    Callback.Observer observer = callback.start(training);
    List<Double> rates = new ArrayList<>();
    for (int epoch = 0; epoch < losses.length; epoch++) {
      Map<String, Double> logs = new LinkedHashMap<>(Map.of("val_loss", losses[epoch]));
      observer.epochBegin(epoch);
      observer.epochEnd(epoch, logs);
      rates.add(rounded(logs.get("learning_rate")));
    }
    rates.add(rounded(training.learningRate()));
    return rates;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 1e6) / 1e6;
  }

  @Test
  void aPlateauLowersTheRate() {
    var callback = ReduceLROnPlateau.of().withFactor(0.5).withPatience(2);
    assertThat(rates(callback, 5, 4, 4, 4, 3, 3))
        .containsExactly(0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05);
  }

  @Test
  void aCooldownEndsBeforeWaitingBegins() {
    var callback = ReduceLROnPlateau.of().withFactor(0.5).withPatience(1).withCooldown(2);
    assertThat(rates(callback, 5, 5, 5, 5, 5)).containsExactly(0.1, 0.1, 0.05, 0.05, 0.025, 0.025);
  }

  @Test
  void theRateStaysAboveItsLeast() {
    var callback = ReduceLROnPlateau.of().withFactor(0.1).withPatience(1).withMinLearningRate(0.04);
    assertThat(rates(callback, 5, 5, 5, 5)).containsExactly(0.1, 0.1, 0.04, 0.04, 0.04);
  }

  @Test
  void gainsBelowDeltaAreNone() {
    var callback = ReduceLROnPlateau.of().withPatience(1).withMinDelta(0.5);
    assertThat(rates(callback, 5, 4.8)).containsExactly(0.1, 0.1, 0.01);
  }

  @Test
  void aFactorOfOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReduceLROnPlateau.of().withFactor(1))
        .withMessageContaining("below 1");
  }

  @Test
  void aScheduleIsAskedAtEachEpoch() {
    var callback = LearningRateScheduler.of((epoch, rate) -> epoch < 2 ? rate : rate / 2);
    assertThat(rates(callback, 1, 1, 1, 1)).containsExactly(0.1, 0.1, 0.05, 0.025, 0.025);
  }
}
