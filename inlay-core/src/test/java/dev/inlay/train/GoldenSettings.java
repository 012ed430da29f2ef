package dev.inlay.train;

import dev.inlay.Golden.Case;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Our settings for a class and config of a recorded case; empty for what we don't have. */
final class GoldenSettings {
  private GoldenSettings() {}

  static Loss loss(Case golden) {
    return KerasLosses.read(golden.text("class"), config(golden));
  }

  static Metric metric(Case golden) {
    return KerasMetrics.read(golden.text("class"), config(golden));
  }

  static Optional<Optimizer> optimizer(Case golden) {
    return known(() -> KerasOptimizers.read(golden.text("class"), config(golden)));
  }

  static Optional<LearningRate> schedule(Case golden) {
    return known(() -> KerasSchedules.read(golden.text("class"), config(golden)));
  }

  /** An optimizer of the first generation of TensorFlow. */
  static Optional<Optimizer> firstGeneration(Case optimizer) {
    return known(() -> TensorFlowOptimizers.read(optimizer.text("class"), optimizer.fields()));
  }

  private static Map<String, ?> config(Case golden) {
    return golden.object("config").fields();
  }

  private static <T> Optional<T> known(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (UnsupportedOperationException _) {
      return Optional.empty();
    }
  }
}
