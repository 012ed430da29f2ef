package dev.inlay.conformance;

import dev.inlay.layer.KerasSettings;
import dev.inlay.train.Accuracy;
import dev.inlay.train.Auc;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.CategoricalAccuracy;
import dev.inlay.train.ConfusionCount;
import dev.inlay.train.MeanLoss;
import dev.inlay.train.Metric;
import dev.inlay.train.Precision;
import dev.inlay.train.Recall;
import dev.inlay.train.SparseCategoricalAccuracy;
import dev.inlay.train.SparseTopKCategoricalAccuracy;
import dev.inlay.train.TopKCategoricalAccuracy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's metrics as ours. */
final class KerasMetrics {
  private KerasMetrics() {}

  /**
   * A metric.
   *
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  static Metric metric(String className, Map<String, ? extends @Nullable Object> config) {
    var from = new KerasSettings(className, config);
    Metric metric =
        switch (className) {
          case "AUC" ->
              new Auc(
                  from.integer("num_thresholds", 200),
                  from.choice("curve", Auc.Curve.ROC),
                  from.choice("summation_method", Auc.SummationMethod.INTERPOLATION),
                  from.flag("from_logits", false));
          case "Accuracy" -> new Accuracy();
          case "BinaryAccuracy" -> new BinaryAccuracy((float) from.number("threshold", 0.5));
          case "BinaryCrossentropy",
              "CategoricalCrossentropy",
              "CategoricalHinge",
              "Hinge",
              "KLDivergence",
              "MeanAbsoluteError",
              "MeanAbsolutePercentageError",
              "MeanSquaredError",
              "MeanSquaredLogarithmicError",
              "Poisson",
              "SparseCategoricalCrossentropy",
              "SquaredHinge" ->
              mean(className, from);
          case "CategoricalAccuracy" -> new CategoricalAccuracy();
          case "CosineSimilarity" -> {
            var loss = KerasLosses.function(className, from);
            yield new MeanLoss(className, (yTrue, yPred) -> loss.perSample(yTrue, yPred).neg());
          }
          case "FalseNegatives" -> count(ConfusionCount.Cell.FALSE_NEGATIVES, from);
          case "FalsePositives" -> count(ConfusionCount.Cell.FALSE_POSITIVES, from);
          case "LogCoshError" -> mean("LogCosh", from);
          case "Precision" ->
              new Precision(from.numbers("thresholds"), from.integer("top_k", 0), classId(from));
          case "Recall" ->
              new Recall(from.numbers("thresholds"), from.integer("top_k", 0), classId(from));
          case "RootMeanSquaredError" -> Metric.ROOT_MEAN_SQUARED_ERROR;
          case "SparseCategoricalAccuracy" -> new SparseCategoricalAccuracy();
          case "SparseTopKCategoricalAccuracy" ->
              SparseTopKCategoricalAccuracy.of(from.integer("k", 5));
          case "TopKCategoricalAccuracy" -> TopKCategoricalAccuracy.of(from.integer("k", 5));
          case "TrueNegatives" -> count(ConfusionCount.Cell.TRUE_NEGATIVES, from);
          case "TruePositives" -> count(ConfusionCount.Cell.TRUE_POSITIVES, from);
          default -> throw new UnsupportedOperationException("metric " + className);
        };
    String name = from.text("name", metric.name());
    from.refuseTheRest();
    return name.equals(metric.name()) ? metric : Metric.named(name, metric);
  }

  private static Metric mean(String lossClass, KerasSettings from) {
    return new MeanLoss(lossClass, KerasLosses.function(lossClass, from));
  }

  private static Metric count(ConfusionCount.Cell cell, KerasSettings from) {
    return new ConfusionCount(cell, from.numbers("thresholds"));
  }

  private static @Nullable Integer classId(KerasSettings from) {
    List<Integer> id = from.integers("class_id");
    return id.isEmpty() ? null : id.getFirst();
  }
}
