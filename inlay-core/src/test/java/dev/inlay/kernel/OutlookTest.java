package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Loops are rehearsed by what they would do in the steps that are still to come. */
class OutlookTest {
  private final Outlook outlook = new Outlook();

  @Test
  void asksForLittleIfNobodyKnowsWhatIsToCome() {
    assertThat(outlook.enough()).isEqualTo(Gate.WORTH);
    try (Job _ = outlook.begin(-1)) {
      assertThat(outlook.enough()).isEqualTo(Gate.WORTH);
    }
  }

  @Test
  void asksWhetherTheStepsToComeAreWorthThePrice() {
    try (Job job = outlook.begin(33)) {
      // After one step there will be 32 more, as much work each.
      assertThat(outlook.enough()).isEqualTo(Math.max(Gate.WORTH, Outlook.PRICE / 32));
      make(3, job);
      // By the end of the fourth step: 29 more.
      assertThat(outlook.enough()).isEqualTo(Math.max(Gate.WORTH, Outlook.PRICE * 4 / 29));
    }
  }

  @Test
  void opensALongJobSoonAndAShortOneNever() {
    assertThat(whenAsked(100_000, 1_000_000)).isBetween(1, 30);
    assertThat(whenAsked(8_150, 100_000)).isZero();
    assertThat(whenAsked(8_150, 130_000)).isBetween(2, 1_000);
  }

  /** The step in which a loop is rehearsed that does so many floats in each; 0 for none. */
  private static int whenAsked(int steps, long floats) {
    var outlook = new Outlook();
    try (Job job = outlook.begin(steps)) {
      for (int step = 1; step <= steps; step++) {
        if (step * floats >= outlook.enough()) {
          return step;
        }
        job.step();
      }
    }
    return 0;
  }

  @Test
  void knowsTheRateFromStepsOfJobsThatHaveEnded() {
    try (Job first = outlook.begin(1_000)) {
      make(1_000, first);
    }
    assertThat(outlook.enough()).isEqualTo(Gate.WORTH);
    try (Job _ = outlook.begin(2_001)) {
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE * 1_001 / 2_000);
    }
  }

  @Test
  void asksForThePriceAtMostHoweverFewStepsAreToCome() {
    try (Job first = outlook.begin(1_000)) {
      make(1_200, first);
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE);
    }
    try (Job _ = outlook.begin(1)) {
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE);
    }
  }

  @Test
  void addsUpJobsThatAreOpenTogether() {
    try (Job _ = outlook.begin(11);
        Job _ = outlook.begin(31)) {
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE * 2 / 40);
      try (Job _ = outlook.begin(-1)) {
        assertThat(outlook.enough()).isEqualTo(Gate.WORTH);
      }
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE * 2 / 40);
    }
  }

  @Test
  void forgetsAJobThatEndsEarly() {
    Job job = outlook.begin(1_000_000);
    job.step();
    job.close();
    job.close();
    assertThat(outlook.enough()).isEqualTo(Gate.WORTH);
    try (Job _ = outlook.begin(51)) {
      assertThat(outlook.enough()).isEqualTo(Outlook.PRICE * 2 / 50);
    }
  }

  private static void make(int steps, Job job) {
    for (int i = 0; i < steps; i++) {
      job.step();
    }
  }
}
