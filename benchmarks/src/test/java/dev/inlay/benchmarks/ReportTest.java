package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.benchmarks.Figure.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Figure OURS = new Figure("S2", Unit.STEPS, 30_000, 29_000, 31_000);
  private static final Figure THEIRS = new Figure("S2", Unit.STEPS, 2_000, 1_900, 2_100);

  private static String page(Row... rows) {
    var limits = Limits.of(List.of(Figure.of(Limits.READ, Unit.ROW_TIME, 18)));
    var skipped = List.of("S2, dl4j: left out, no backend");
    return Report.of(new Run.Result(List.of(rows), skipped, limits, 12), "2 cores of a processor");
  }

  @Test
  void ratiosStandBeforeTheFiguresOfPeers() {
    String page =
        page(
            new Row(InlayEngine.NAME, OURS, 30_000.0),
            new Row(TensorFlowEngine.NAME, THEIRS, 30_000.0));
    assertThat(page)
        .contains("| | unit | Inlay | spread | tensorflow |")
        .contains("| S2 | steps/s | 30,000 | 29,000–31,000 | 15× (2,000) |")
        .contains("2 cores of a processor")
        .contains("- S2, dl4j: left out, no backend");
  }

  @Test
  void whatWasMissedIsSaidFirst() {
    Figure slow = Figure.of("START-step", Unit.SECONDS, 0.9);
    String page =
        page(
            new Row(InlayEngine.NAME, OURS, 30_000.0),
            new Row(TensorFlowEngine.NAME, THEIRS, 30_000.0),
            new Row(InlayEngine.NAME, slow, 0.9));
    assertThat(page)
        .contains("1 of 2 targets were reached. Those that were missed come first.")
        .containsSubsequence(
            "| START-step | at most 0.700 s | 0.900 s | **missed** |",
            "| S2 | 10.0× tensorflow | 15.0× | reached |");
  }

  @Test
  void timesAreBetterWhenTheyAreShorterAndLimitsAreShares() {
    Figure read = Figure.of("I-one", Unit.ROW_TIME, 18);
    assertThat(new Row(OnnxEngine.NAME, Figure.of("I-one", Unit.ROW_TIME, 90), 20.0).comparison())
        .isEqualTo("4.50×");
    assertThat(new Row(Row.LIMIT, read, 20.0).comparison()).isEqualTo("90%");
  }
}
