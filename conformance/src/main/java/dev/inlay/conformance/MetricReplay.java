package dev.inlay.conformance;

import dev.inlay.tensor.Tensor;
import dev.inlay.train.KerasMetrics;
import dev.inlay.train.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metrics, batch by batch. */
final class MetricReplay {
  /** These measure values, without labels. */
  private static final Set<String> VALUES = Set.of("Mean", "Sum");

  private MetricReplay() {}

  /** Kind {@code metric_function}: the values that a metric of this name would average. */
  static void function(Case golden) {
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(golden.object("inputs").object("kwargs").fields());
    config.putAll(golden.object("config").fields());
    config.keySet().removeAll(List.of("y_true", "y_pred"));
    Compared given = Compared.of(golden);
    Answer actual =
        Answer.of(
            KerasMetrics.values(
                golden.subject(), config, numbers(given.yTrue()), numbers(given.yPred())));
    Answer expected = Answer.of(golden.get("expected"));
    // Where labels and predictions differ by a last axis of length 1, so may the values.
    boolean alike = actual.shape().size() == expected.shape().size();
    Tolerance.of(golden)
        .check("values", alike ? actual.reshaped(expected.shape()) : actual, expected);
  }

  /** Kind {@code metric}: one result at the end, or one after each update. */
  static void metric(Case golden) {
    Metric metric = KerasMetrics.read(golden.subject(), golden.object("config").fields());
    Tolerance tolerance = Tolerance.of(golden);
    List<@Nullable Object> eachExpected = golden.list("expected_after_update");
    Metric.Accumulator accumulator = metric.start();
    int i = 0;
    for (Case update : golden.objects("updates")) {
      Compared given =
          VALUES.contains(golden.subject()) ? Compared.ofValues(update) : Compared.of(update);
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
