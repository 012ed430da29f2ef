package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final String FULL = "━".repeat(20);

  private final StringBuilder out = new StringBuilder();
  private long now;

  private Callback.Observer start(ProgressBar bar, int epochs, int steps) {
    return bar.withClock(() -> now).start(new FakeTraining(epochs, steps));
  }

  private void step(Callback.Observer observer, int batch, double seconds, double loss) {
    now += (long) (seconds * 1e9);
    observer.batchEnd(batch, Map.of("loss", loss));
  }

  private static Map<String, Double> logs(Object... namesAndValues) {
    Map<String, Double> logs = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      logs.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
    }
    return logs;
  }

  /** What a terminal shows in the end, without colours. */
  private String shown() {
    return out.toString().replaceAll("\u001b\\[[0-9]+m", "").replaceAll("[^\\n]*\r", "");
  }

  @Test
  void linesElsewhere() {
    var observer = start(ProgressBar.lines(out), 2, 2);
    observer.epochBegin(0);
    step(observer, 0, 2.5, 1.8905);
    step(observer, 1, 0.012, 1.2884);
    observer.epochEnd(0, logs("loss", 1.2884, "val_loss", 0.00012345));
    assertThat(out)
        .hasToString("Epoch 1/2\n2/2 - 3s - 12ms/step - loss: 1.2884 - val_loss: 1.2345e-04\n");
  }

  @Test
  void oneEpochHasNoTitle() {
    var observer = start(ProgressBar.lines(out), 1, 1);
    observer.epochBegin(0);
    step(observer, 0, 0.0005, -3);
    observer.epochEnd(0, logs("loss", -3.0, "mae", Double.NaN));
    assertThat(out).hasToString("1/1 - 0s - 500us/step - loss: -3.0000 - mae: nan\n");
  }

  @Test
  void aBarGrowsOnATerminal() {
    var observer = start(ProgressBar.bar(out), 2, 12);
    observer.epochBegin(0);
    step(observer, 0, 1.5, 1.5);
    assertThat(shown()).endsWith(" 1/12 " + FULL + " 16s 2s/step - loss: 1.5000");
    assertThat(out.toString())
        .endsWith(
            "\u001b[1m 1/12\u001b[0m \u001b[32m━\u001b[0m\u001b[37m"
                + "━".repeat(19)
                + "\u001b[0m \u001b[1m16s\u001b[0m 2s/step - loss: 1.5000");
    step(observer, 1, 0.1, 1.25);
    assertThat(shown()).isEqualTo("Epoch 1/2\n 2/12 " + FULL + " 1s 100ms/step - loss: 1.2500");
    for (int batch = 2; batch < 12; batch++) {
      step(observer, batch, 0.1, 1);
    }
    observer.epochEnd(0, logs("loss", 1.0, "val_loss", 2.0));
    assertThat(shown())
        .isEqualTo(
            "Epoch 1/2\n12/12 " + FULL + " 3s 100ms/step - loss: 1.0000 - val_loss: 2.0000\n");
  }

  @Test
  void isNotDrawnTooOften() {
    var observer = start(ProgressBar.bar(out), 1, 100);
    observer.epochBegin(0);
    step(observer, 0, 0.01, 1);
    int length = out.length();
    step(observer, 1, 0.01, 1);
    step(observer, 2, 0.01, 1);
    assertThat(out).hasSize(length);
    step(observer, 3, 0.04, 1);
    assertThat(out.length()).isGreaterThan(length);
  }

  @Test
  void longTimesAreInMinutesAndHours() {
    var observer = start(ProgressBar.bar(out), 1, 1001);
    observer.epochBegin(0);
    step(observer, 0, 10, 1);
    assertThat(shown()).contains(" 2:46:40 10s/step");
    step(observer, 1, 1, 1);
    assertThat(shown()).contains(" 16:39 1s/step");
  }

  @Test
  void whatAShorterLineLeavesIsWipedOut() {
    var observer = start(ProgressBar.bar(out), 1, 10);
    observer.epochBegin(0);
    step(observer, 0, 9, 12345);
    step(observer, 1, 0.1, 1);
    assertThat(shown()).endsWith("loss: 1.0000   ");
  }

  @Test
  void theNumberOfStepsMayBeUnknown() {
    var observer = start(ProgressBar.bar(out), 1, -1);
    observer.epochBegin(0);
    step(observer, 0, 2, 1);
    assertThat(shown()).isEqualTo("      1/Unknown 2s 2s/step - loss: 1.0000");
  }

  @Test
  void anEvaluationHasABarToo() {
    var observer = ProgressBar.lines(out).withClock(() -> now).evaluation(1);
    now += 5_000_000;
    observer.testBatchEnd(0, Map.of("loss", 1.0));
    observer.testEnd(Map.of("loss", 0.5));
    assertThat(out).hasToString("1/1 - 0s - 5ms/step - loss: 0.5000\n");
  }
}
