package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.benchmarks.Figure.Unit;
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
}
