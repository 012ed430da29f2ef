package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics equal those of Keras after every batch. */
class MetricGoldenTest {
  static Stream<Case> cases() {
    return Stream.of("keras_metrics_oracle.json", "keras_metrics_more.json")
        .flatMap(file -> Golden.cases(file).stream());
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(cases()).hasSizeGreaterThan(140);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyBatchGivesKerassResult(Case golden) {
    Metric.Accumulator accumulator = GoldenSettings.metric(golden).start();
    List<Map<String, ?>> updates = golden.list("updates");
    List<Object> expected = golden.list("expected_after_update");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < updates.size(); i++) {
        Case update = new Case(updates.get(i));
        accumulator.update(update.tensor("y_true"), update.tensor("y_pred"), weights(update));
        assertClose(accumulator.results(), numbers(expected.get(i)));
      }
      accumulator.reset();
    }
  }

  private static @Nullable Tensor weights(Case update) {
    return update.fields().get("sample_weight") == null ? null : update.tensor("sample_weight");
  }

  @SuppressWarnings("unchecked")
  private static float[] numbers(Object expected) {
    return expected instanceof Map<?, ?> array
        ? Golden.tensor(new Case((Map<String, ?>) array)).toFloats().data()
        : new float[] {Golden.number(expected)};
  }

  private static void assertClose(double[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .isCloseTo(expected[i], Offset.offset(1e-6 + 1e-5 * Math.abs(expected[i])));
    }
  }
}
