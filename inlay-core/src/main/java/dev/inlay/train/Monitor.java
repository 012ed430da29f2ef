package dev.inlay.train;

import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number among the logs, and which way it gets better.
 *
 * @param name as the logs name it: {@code val_loss}
 */
record Monitor(String name, Mode mode) {
  private static final System.Logger LOG = System.getLogger(Monitor.class.getName());

  private static final List<String> RISING =
      List.of("acc", "auc", "precision", "recall", "f1", "fbeta", "true_");
  private static final List<String> FALLING =
      List.of(
          "loss", "error", "mse", "mae", "mape", "crossentropy", "divergence", "hinge", "false_");

  /**
   * With the mode settled.
   *
   * @throws IllegalArgumentException if the name tells nothing
   */
  static Monitor of(String name, Mode mode) {
    if (mode != Mode.AUTO) {
      return new Monitor(name, mode);
    }
    if (FALLING.stream().anyMatch(name::contains)) {
      return new Monitor(name, Mode.MIN);
    }
    if (RISING.stream().anyMatch(name::contains)) {
      return new Monitor(name, Mode.MAX);
    }
    throw new IllegalArgumentException(
        "is \"%s\" better when it falls or when it rises? give mode MIN or MAX".formatted(name));
  }

  /**
   * The number's present value; null, with a warning, if it isn't there, as between validations.
   */
  @Nullable Double value(Map<String, Double> logs) {
    Double value = logs.get(name);
    if (value == null) {
      LOG.log(
          WARNING,
          "nothing named \"{0}\" to watch; there are {1}{2}",
          name,
          logs.keySet(),
          name.startsWith("val_") ? "; give validation data to the fit" : "");
    }
    return value;
  }

  /**
   * Whether a value is better than another by more than delta, in 32 bits as Keras compares;
   * anything is better than none.
   */
  boolean isBetter(double value, @Nullable Double than, double delta) {
    if (than == null) {
      return true;
    }
    return mode == Mode.MAX
        ? (float) (value - delta) > than.floatValue()
        : (float) (value + delta) < than.floatValue();
  }
}
