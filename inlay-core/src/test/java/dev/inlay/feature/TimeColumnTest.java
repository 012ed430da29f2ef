package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.feature.TimeFormat.Since1970;
import dev.inlay.feature.TimePart.Cycle;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeColumnTest {
  private static Batch rows(Value values) {
    return Batch.of(Map.of("t", values));
  }

  @ParameterizedTest
  @CsvSource({
    "MONTH, 4, 12",
    "QUARTER, 1, 4",
    "WEEK, 19, 53",
    "DAY_OF_YEAR, 137, 366",
    "DAY_OF_MONTH, 16, 31",
    "WEEKDAY, 4, 7",
    "HOUR, 13, 24",
    "MINUTE, 45, 60"
  })
  void parts(Cycle part, int id, int size) {
    TimeColumn column = TimeColumn.of("t", part);

    // Friday of the twentieth week of a leap year.
    assertThat(column.ids(rows(Tensor.of("2024-05-17T13:45:10"))).values()).containsExactly(id);
    assertThat(column.numBuckets()).isEqualTo(size);
    assertThat(column.name()).isEqualTo("t_" + part.title());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-05-17T13:45, 13",
    "2024-05-17 13:45:10.25, 13",
    "2024-05-17T13:45Z, 15",
    "2024-05-17T13:45:10+05:30, 10",
    "2024-05-17 13:45+0200, 13"
  })
  void waysToWriteATime(String text, int hour) {
    TimeColumn column = TimeColumn.of("t", Cycle.HOUR).withZone("Europe/Berlin");

    assertThat(column.ids(rows(Tensor.of(text))).values()).containsExactly(hour);
  }

  @Test
  void otherWays() {
    TimeColumn month = TimeColumn.of("t", Cycle.MONTH);
    TimeColumn hour = TimeColumn.of("t", Cycle.HOUR);

    var written = month.withFormat(TimeFormat.pattern("d MMM uuuu"));
    assertThat(written.ids(rows(Tensor.of("3 Mar 1999"))).values()).containsExactly(2);
    assertThat(month.withFormat(Since1970.DAYS).ids(rows(Tensor.of(31, -1, 0))).values())
        .containsExactly(1, 0);
    assertThat(hour.withFormat(Since1970.SECONDS).ids(rows(Tensor.of(7_199L))).values())
        .containsExactly(1);
    assertThat(
            hour.withFormat(Since1970.MILLIS)
                .withZone("+02:00")
                .ids(rows(Tensor.of(7_199_999L)))
                .values())
        .containsExactly(3);
  }

  @Test
  void yearsOutsideCountAsTheNearest() {
    TimeColumn year = TimeColumn.years("t", 1990, 1999);
    var dates = Ragged.of(new String[] {"1950-01-01", "1991-12-31"}, new String[] {"2020-02-29"});

    assertThat(year.ids(rows(dates)).values()).containsExactly(0, 1, 9);
    assertThat(year.numBuckets()).isEqualTo(10);
    assertThat(year.name()).isEqualTo("t_year");
  }

  @Test
  void onACircle() {
    var column = TimeColumn.of("t", Cycle.HOUR).cyclic();
    Traced traced = Traced.of(DenseFeatures.of(column));

    float[] points = traced.run(rows(Tensor.of("2024-05-17T00:00", "2024-05-17T06:30", ""))).data();

    assertThat(points).containsExactly(new float[] {0, 1, 1, 0, 0, 0}, within(1e-6f));
    assertThat(column.name()).isEqualTo("t_hour_cyclic");
    assertThatThrownBy(() -> TimeColumn.years("t", 1, 2).cyclic())
        .hasMessageContaining("years don't come again");
    assertThatThrownBy(
            () ->
                traced.run(
                    rows(Ragged.of(new String[][] {{"2024-05-17T06:30", "2024-05-17T06:30"}}))))
        .hasMessageContaining("row 0: 2 times; a row has one");
  }

  @Test
  void itIsACategoryLikeOthers() {
    var weekday = TimeColumn.of("t", Cycle.WEEKDAY);
    var crossed = CategoricalColumn.crossed(100, weekday, TimeColumn.of("t", Cycle.HOUR));
    var rows = rows(Tensor.of("2024-05-17T13:45", ""));

    assertThat(crossed.name()).isEqualTo("t_hour_X_t_weekday");
    assertThat(crossed.ids(rows).splits()).containsExactly(0, 1, 1);
    assertThat(weekday.withMissing(Missing.Rule.LEARN).ids(rows).values()).containsExactly(4, 7);
  }

  @Test
  void whatIsNoTimeIsRefused() {
    TimeColumn hour = TimeColumn.of("t", Cycle.HOUR);

    assertThatThrownBy(() -> hour.ids(rows(Tensor.of("2024-05-17T00:00", "2024-13-01"))))
        .hasMessageStartingWith(
            "column \"t_hour\", row 1: \"2024-13-01\" is no date or time as the column has them"
                + " (2024-05-17 or 2024-05-17T12:30:05)");
    assertThatThrownBy(() -> hour.ids(rows(Tensor.of("2024-05-17"))))
        .hasMessageContaining("is a date without a time");
    assertThatThrownBy(() -> hour.ids(rows(Tensor.of(5)))).hasMessageContaining("wanted text");
    assertThatThrownBy(
            () -> hour.withFormat(Since1970.SECONDS).ids(rows(Tensor.of(Long.MAX_VALUE))))
        .hasMessageContaining("is beyond all times");
    assertThatThrownBy(() -> hour.withZone("Mars")).hasMessageContaining("no time zone \"Mars\"");
    assertThatThrownBy(() -> TimeFormat.pattern("{")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TimePart.Years(2, 1))
        .hasMessageContaining("the earlier one first");
  }
}
