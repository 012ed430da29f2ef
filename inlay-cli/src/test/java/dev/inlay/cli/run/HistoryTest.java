package dev.inlay.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.cli.run.History.Epoch;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final History FINISHED =
      History.NONE
          .with(new Epoch(10, 0.9, 0.8))
          .with(new Epoch(20, 0.7, 0.6))
          .with(new Epoch(30, 0.5, 0.7))
          .finished(3, Map.of("auc", 0.9));

  @Test
  void goingOnMeansThatItHasNotEnded() {
    History on = FINISHED.until(25);
    assertThat(on.steps()).isEqualTo(20);
    assertThat(on.finishedFor()).isNegative();
    assertThat(on.metrics()).isEmpty();
  }

  @Test
  void theBestEpochIsKeptWherePatienceLooksForIt() {
    assertThat(FINISHED.keptStep(3)).isEqualTo(20);
    assertThat(FINISHED.keptStep(0)).isEqualTo(30);
    assertThat(History.NONE.keptStep(3)).isZero();
  }
}
