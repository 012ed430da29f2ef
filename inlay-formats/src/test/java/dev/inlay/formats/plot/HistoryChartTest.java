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
}
