package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long now;
  private long steps;

  private Pace.Result pace(double seconds, LongToDoubleFunction millis) {
    return pace(seconds, Pace.LONGEST, millis);
  }

  private Pace.Result pace(double seconds, double longest, LongToDoubleFunction millis) {
    steps = 0;
    return new Pace(seconds, longest, () -> now)
        .of(() -> now += (long) (1e6 * millis.applyAsDouble(steps++)));
  }

  @Test
  void steadyStepsAreWarmAfterFourGroupsOfWindows() {
    var result = pace(1, _ -> 1);
    assertThat(result.warmUp()).isCloseTo(2, Offset.offset(0.02));
    assertThat(result.toNinety()).isCloseTo(0.1, Offset.offset(0.01));
    assertThat(result.rates()).hasSize(10);
    assertThat(result.rates()).usingComparatorWithPrecision(1e-6).containsOnly(1000);
  }

  @Test
  void stepsThatGetFasterCountOnlyOnceTheyHaveSettled() {
    // A second at 10 ms a step, then 1 ms.
    var result = pace(1.5, step -> step < 100 ? 10 : 1);
    assertThat(result.toNinety()).isCloseTo(1.1, Offset.offset(0.1));
    assertThat(result.warmUp()).isBetween(2.7, 3.2);
    assertThat(result.rates()).usingComparatorWithPrecision(1e-6).containsOnly(1000);
  }

  @Test
  void stepsThatNeverSettleAreCountedAfterEightSeconds() {
    var result = pace(1, step -> 1 + step / 20.0);
    assertThat(result.warmUp()).isBetween(8.0, 8.3);
    assertThat(pace(1, 4, step -> 1 + step / 20.0).warmUp()).isBetween(4.0, 4.3);
  }

  @Test
  void aSlowStepIsAWindow() {
    assertThat(pace(1, _ -> 500).rates()).containsExactly(2, 2);
  }
}
