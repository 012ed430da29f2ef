package dev.inlay.train;

import dev.inlay.Golden.Case;
import java.util.Map;

/** Our settings for a class and config of a recorded case. */
final class GoldenSettings {
  private GoldenSettings() {}

  static Loss loss(Case golden) {
    return KerasLosses.read(golden.text("class"), config(golden));
  }

  static Metric metric(Case golden) {
    return KerasMetrics.read(golden.text("class"), config(golden));
  }

  static Optimizer optimizer(Case golden) {
    return KerasOptimizers.read(golden.text("class"), config(golden));
  }

  static LearningRate schedule(Case golden) {
    return KerasSchedules.read(golden.text("class"), config(golden));
  }

  /** An optimizer of the first generation of TensorFlow. */
  static Optimizer firstGeneration(Case optimizer) {
    return TensorFlowOptimizers.read(optimizer.text("class"), optimizer.fields());
  }

  private static Map<String, ?> config(Case golden) {
    return golden.object("config").fields();
  }
}
