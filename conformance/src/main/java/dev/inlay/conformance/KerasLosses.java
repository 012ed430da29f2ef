package dev.inlay.conformance;

import dev.inlay.layer.KerasSettings;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.CategoricalCrossentropy;
import dev.inlay.train.CategoricalHinge;
import dev.inlay.train.CosineSimilarity;
import dev.inlay.train.Hinge;
import dev.inlay.train.Huber;
import dev.inlay.train.KlDivergence;
import dev.inlay.train.LogCosh;
import dev.inlay.train.Loss;
import dev.inlay.train.LossFunction;
import dev.inlay.train.MeanAbsolutePercentageError;
import dev.inlay.train.MeanSquaredLogarithmicError;
import dev.inlay.train.Poisson;
import dev.inlay.train.SparseCategoricalCrossentropy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keras's losses as ours. */
final class KerasLosses {
  private KerasLosses() {}

  /**
   * A loss.
   *
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  static Loss loss(String className, Map<String, ? extends @Nullable Object> config) {
    var from = new KerasSettings(className, config);
    LossFunction loss = function(className, from);
    Loss.Reduction reduction =
        config.containsKey("reduction") && config.get("reduction") == null
            ? Loss.Reduction.NONE
            : from.choice("reduction", Loss.Reduction.SUM_OVER_BATCH_SIZE);
    from.drop("name");
    from.refuseTheRest();
    return loss.withReduction(reduction);
  }

  /** What a loss computes for each sample; metrics of the same names compute it too. */
  static LossFunction function(String className, KerasSettings from) {
    return switch (className) {
      case "BinaryCrossentropy" ->
          new BinaryCrossentropy(
              from.flag("from_logits", false),
              (float) from.number("label_smoothing", 0),
              from.integer("axis", -1));
      case "CategoricalCrossentropy" ->
          new CategoricalCrossentropy(
              from.flag("from_logits", false),
              (float) from.number("label_smoothing", 0),
              from.integer("axis", -1));
      case "CategoricalHinge" -> new CategoricalHinge();
      case "CosineSimilarity" -> new CosineSimilarity(from.integer("axis", -1));
      case "Hinge" -> Hinge.of();
      case "Huber" -> new Huber((float) from.number("delta", 1));
      case "KLDivergence" -> new KlDivergence();
      case "LogCosh" -> new LogCosh();
      case "MeanAbsoluteError" -> Loss.MEAN_ABSOLUTE_ERROR;
      case "MeanAbsolutePercentageError" -> new MeanAbsolutePercentageError();
      case "MeanSquaredError" -> Loss.MEAN_SQUARED_ERROR;
      case "MeanSquaredLogarithmicError" -> new MeanSquaredLogarithmicError();
      case "Poisson" -> new Poisson();
      case "SparseCategoricalCrossentropy" -> {
        lastAxis(className, from);
        yield new SparseCategoricalCrossentropy(from.flag("from_logits", false), ignoreClass(from));
      }
      case "SquaredHinge" -> Hinge.ofSquares();
      default -> throw new UnsupportedOperationException("loss " + className);
    };
  }

  private static void lastAxis(String className, KerasSettings from) {
    int axis = from.integer("axis", -1);
    if (axis != -1) {
      throw new UnsupportedOperationException("%s with axis = %d".formatted(className, axis));
    }
  }

  private static @Nullable Integer ignoreClass(KerasSettings from) {
    List<Integer> ignored = from.integers("ignore_class");
    return ignored.isEmpty() ? null : ignored.getFirst();
  }

  /** The class of a loss that is named as a function: {@code mean_squared_error}. */
  static String classOf(String function) {
    if (function.equals("kl_divergence")) {
      return "KLDivergence";
    }
    return Pattern.compile("(?:^|_)(.)")
        .matcher(function)
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}
