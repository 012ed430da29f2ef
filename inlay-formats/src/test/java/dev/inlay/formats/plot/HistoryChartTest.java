package dev.inlay.formats.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.model.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryChartTest {
  private static History history() {
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", List.of(0.5, 0.75, 0.8));
    metrics.put("loss", List.of(3.0, 2.0, Double.NaN));
    metrics.put("val_loss", List.of(3.5, 3.0, 2.5));
    return new History(metrics, List.of(0, 1, 2), 10);
  }

  private static List<Line> curves(Drawing drawing) {
    return drawing.shapes().stream()
        .filter(s -> s instanceof Line line && line.width() > 1.5)
        .map(Line.class::cast)
        .toList();
  }

  @Test
  void aPanelForEachMetricTheLossFirst() {
    Drawing drawing = HistoryChart.draw(history());
    List<String> titles =
        drawing.shapes().stream()
            .filter(s -> s instanceof Label label && label.bold())
            .map(s -> ((Label) s).text())
            .toList();
    assertThat(titles).containsExactly("loss", "accuracy");
    assertThat(curves(drawing)).hasSize(3);
  }

  @Test
  void largerNumbersAreHigherAndWhatIsNotFiniteIsLeftOut() {
    List<Line> curves = curves(HistoryChart.draw(history()));
    List<Point> validation = curves.get(0).points();
    List<Point> loss = curves.get(1).points();
    assertThat(validation).hasSize(3);
    assertThat(validation.get(0).y()).isLessThan(validation.get(2).y());
    assertThat(loss).hasSize(2);
    assertThat(loss.get(0).y()).isCloseTo(validation.get(1).y(), within(1e-9));
  }

  @Test
  void validationStandsAtTheEpochsThatHadOne() {
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    metrics.put("loss", List.of(3.0, 2.0, 1.5, 1.2));
    metrics.put("val_loss", List.of(2.5, 1.8));
    Map<String, List<Integer>> reported = Map.of("val_loss", List.of(4, 6));
    var history = new History(metrics, reported, List.of(3, 4, 5, 6), 10);
    List<Line> curves = curves(HistoryChart.draw(history));
    List<Point> validation = curves.get(0).points();
    List<Point> loss = curves.get(1).points();
    assertThat(validation).extracting(Point::x).containsExactly(loss.get(1).x(), loss.get(3).x());
  }

  @Test
  void oneEpochAndOneValueAreEnough() {
    var history = new History(Map.of("loss", List.of(1.0)), List.of(0), 1);
    assertThat(HistoryChart.draw(history).svg()).contains(">loss<");
  }

  @Test
  void aHistoryWithoutEpochsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryChart.draw(new History(Map.of(), List.of(), -1)))
        .withMessageContaining("no epoch");
  }

  private static List<String> texts(Drawing drawing) {
    return drawing.shapes().stream()
        .filter(Label.class::isInstance)
        .map(shape -> ((Label) shape).text())
        .toList();
  }

  @Test
  void wideRangesAreLogarithmic() {
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    metrics.put("loss", List.of(1000.0, 10.0, 0.1));
    metrics.put("mae", List.of(3.0, 2.0, -0.01));
    Drawing drawing = HistoryChart.draw(new History(metrics, List.of(0, 1, 2), 10));
    assertThat(texts(drawing)).contains("loss (log)", "1000", "0.1", "mae");
    List<Point> loss = curves(drawing).getFirst().points();
    assertThat(loss.get(1).y() - loss.get(0).y())
        .isCloseTo(loss.get(2).y() - loss.get(1).y(), within(1e-9));
  }

  @Test
  void numbersOnAnAxisHaveTheDigitsThatTellThemApart() {
    assertThat(numbers(0.9001, 0.9005))
        .containsExactly("0.9001", "0.9002", "0.9003", "0.9004", "0.9005");
    assertThat(numbers(0.99991, 0.99993))
        .containsExactly("0.999910", "0.999915", "0.999920", "0.999925", "0.999930");
    assertThat(numbers(-0.3, 1.0)).containsExactly("-0.2", "0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(numbers(3e-5, 4e-5))
        .containsExactly("3.0e-05", "3.2e-05", "3.4e-05", "3.6e-05", "3.8e-05", "4.0e-05");
    assertThat(numbers(2e6, 4e6)).contains("2.0e+06", "2.5e+06", "4.0e+06");
    assertThat(numbers(1e-4, 1e7)).containsExactly("1e-04", "0.1", "100", "100000");
  }

  /** What stands beside the axis of a panel of two epochs. */
  private static List<String> numbers(double first, double second) {
    Map<String, List<Double>> metrics = Map.of("loss", List.of(first, second));
    return HistoryChart.draw(new History(metrics, List.of(0, 1), 10)).shapes().stream()
        .filter(s -> s instanceof Label label && label.anchor() == Drawing.Anchor.END)
        .map(s -> ((Label) s).text())
        .filter(text -> !text.equals("training"))
        .toList();
  }

  @Test
  void ofManyEpochsRoundOnesAreNumbered() {
    List<Integer> epochs = IntStream.range(0, 150).boxed().toList();
    List<Double> losses = epochs.stream().map(epoch -> 1.0 / (1 + epoch)).toList();
    Drawing drawing = HistoryChart.draw(new History(Map.of("loss", losses), epochs, 10));
    assertThat(texts(drawing))
        .containsSubsequence("20", "40", "60", "80", "100", "120", "140")
        .doesNotContain("10", "14");
  }

  @Test
  void longNamesLeaveRoomForTheLegend() {
    String name = "a_metric_with_a_very_long_name_that_ends_in_its_unit_seconds";
    Map<String, List<Double>> metrics =
        Map.of(name, List.of(1.0, 1000.0), "val_" + name, List.of(2.0, 3.0));
    Drawing drawing = HistoryChart.draw(new History(metrics, List.of(0, 1), 10));
    Label title =
        drawing.shapes().stream()
            .filter(s -> s instanceof Label label && label.bold())
            .map(Label.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(title.text()).startsWith("a_metric_with").contains("…").endsWith("seconds (log)");
    double legend =
        drawing.shapes().stream()
            .filter(s -> s instanceof Line line && line.width() == 1.4)
            .mapToDouble(s -> ((Line) s).points().getFirst().x())
            .min()
            .orElseThrow();
    assertThat(title.x() + Drawing.textWidth(title.text(), title.size())).isLessThan(legend);
  }

  @Test
  void manyMetricsStandInTwoColumnsInsideThePicture() {
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    for (String name :
        List.of("a_loss", "a_weighted_mean_absolute_error", "b_loss", "b_accuracy", "loss")) {
      metrics.put(name, List.of(1.0, 0.5));
      metrics.put("val_" + name, List.of(1.1, 0.7));
    }
    Drawing drawing = HistoryChart.draw(new History(metrics, List.of(0, 1), 10));
    assertThat(drawing.width()).isGreaterThan(drawing.height());
    assertThat(curves(drawing)).hasSize(10);
    for (var shape : drawing.shapes()) {
      if (shape instanceof Label label) {
        double width = Drawing.textWidth(label.text(), label.size());
        double left =
            switch (label.anchor()) {
              case START -> label.x();
              case MIDDLE -> label.x() - width / 2;
              case END -> label.x() - width;
            };
        assertThat(left).as(label.text()).isNotNegative();
        assertThat(left + width).as(label.text()).isLessThanOrEqualTo(drawing.width());
      }
    }
  }
}
