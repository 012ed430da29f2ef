package dev.inlay.estimator;

import dev.inlay.graph.Node;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.Metric;
import dev.inlay.train.Precision;
import dev.inlay.train.Recall;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accuracy, precision and recall at thresholds that a user names. */
final class Thresholds {
  /** What C's {@code %g} prints. */
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private Thresholds() {}

  /**
   * The thresholds.
   *
   * @throws IllegalArgumentException if one isn't between 0 and 1
   */
  static List<Float> checked(List<Float> thresholds) {
    for (float threshold : thresholds) {
      if (!(threshold > 0 && threshold < 1)) {
        throw new IllegalArgumentException(
            "thresholds %s; each lies between 0 and 1".formatted(thresholds));
      }
    }
    return List.copyOf(thresholds);
  }

  /** Adds the metrics at each threshold. */
  static void measure(
      List<Float> thresholds,
      HeadOptions options,
      Node labels,
      Node probabilities,
      @Nullable Node weights,
      Map<String, EvalMetric> metrics) {
    for (float t : thresholds) {
      Map<String, Metric> each =
          Map.of(
              "accuracy",
              BinaryAccuracy.of(t),
              "precision",
              Precision.of(t),
              "recall",
              Recall.of(t));
      each.forEach(
          (name, metric) ->
              metrics.put(
                  options.key(name + "/positive_threshold_" + text(t)),
                  EvalMetric.of(metric, labels, probabilities).withWeights(weights)));
    }
  }

  /** A number between 0 and 1 as C prints it with {@code %g}. */
  private static String text(float threshold) {
    BigDecimal rounded =
        new BigDecimal(Float.toString(threshold)).round(SIX_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + (exponent > -10 ? "e-0" : "e-") + -exponent;
  }
}
