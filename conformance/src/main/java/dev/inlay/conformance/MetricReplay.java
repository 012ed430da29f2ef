package dev.inlay.conformance;

import dev.inlay.tensor.Tensor;
import dev.inlay.train.KerasMetrics;
import dev.inlay.train.Metric;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Metrics, batch by batch. */
final class MetricReplay {
  private MetricReplay() {}

  /** Kind {@code metric}: one result at the end, or one after each update. */
  static void metric(Case golden) {
    Metric metric = KerasMetrics.read(golden.subject(), golden.object("config").fields());
    Tolerance tolerance = Tolerance.of(golden);
    List<@Nullable Object> eachExpected = golden.list("expected_after_update");
    Metric.Accumulator accumulator = metric.start();
    int i = 0;
    for (Case update : golden.objects("updates")) {
      Compared given = Compared.of(update);
      accumulator.update(numbers(given.yTrue()), numbers(given.yPred()), given.sampleWeight());
      if (!eachExpected.isEmpty()) {
        check(tolerance, "result after update " + (i + 1), accumulator, eachExpected.get(i));
      }
      i++;
    }
    if (eachExpected.isEmpty()) {
      check(tolerance, "result", accumulator, golden.get("expected"));
    }
  }

  private static void check(
      Tolerance tolerance, String what, Metric.Accumulator accumulator, @Nullable Object tree) {
    Answer expected = Answer.of(Objects.requireNonNull(tree));
    Answer actual =
        expected.shape().rank() == 0
            ? Answer.of(accumulator.result())
            : Answer.of(accumulator.results());
    tolerance.check(what, actual, expected);
  }

  private static Tensor numbers(Tensor tensor) {
    return tensor.toFloats();
  }
}
