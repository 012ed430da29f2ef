package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.benchmarks.Figure.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void isTheMedianWithTheFifthAndTheNinetyFifthOfAHundred() {
    double[] values = new double[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = 100 - i;
    }
    assertThat(Figure.of("S2", Unit.STEPS, values))
        .isEqualTo(new Figure("S2", Unit.STEPS, 50, 5, 95));
  }

  @Test
  void comesOutOfItsLineAsItWent() {
    var figure = new Figure("I-one-p99", Unit.ROW_TIME, 12.5, 11e-3, 1.5e9);
    assertThat(Figure.ofLine(figure.line())).contains(figure);
    assertThat(Figure.ofLine(figure.asLimit().line()))
        .hasValueSatisfying(
            limit -> {
              assertThat(limit.isLimit()).isTrue();
              assertThat(limit.ofBounded()).isEqualTo(figure);
            });
    assertThat(figure.isLimit()).isFalse();
    assertThat(Figure.ofLine("WARNING: a peer talks")).isEmpty();
  }

  @Test
  void isBetterWhereMoreIsDoneOrLessIsTaken() {
    var fast = Figure.of("S2", Unit.STEPS, 50);
    assertThat(fast.better(Figure.of("S2", Unit.STEPS, 40))).isEqualTo(fast);
    var brief = Figure.of("I-one", Unit.ROW_TIME, 15);
    assertThat(Figure.of("I-one", Unit.ROW_TIME, 20).better(brief)).isEqualTo(brief);
  }

  @Test
  void isHeldAgainstTheMostThatWasSeen() {
    Workload workload = Workloads.named("I-one");
    Limits limits =
        Limits.of(List.of(Figure.of(Limits.READ, Unit.ROW_TIME, 20)))
            .or(Limits.of(List.of(Figure.of(Limits.READ, Unit.ROW_TIME, 16))));
    assertThat(limits.of(workload)).contains(Figure.of("I-one", Unit.ROW_TIME, 16));
    assertThat(Limits.bound(workload)).isTrue();
    assertThat(Limits.UNKNOWN.of(workload)).isEmpty();
    assertThat(Limits.bound(Workloads.named("CENSUS"))).isFalse();
  }
}
