package dev.inlay.train;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number among the logs, and which way it gets better.
 *
 * @param name as the logs name it: {@code val_loss}
 */
record Monitor(String name, Mode mode) {
  private static final System.Logger LOG = System.getLogger(Monitor.class.getName());

  private static final String VALIDATION = "val_";

  /**
   * With the mode settled.
   *
   * @throws IllegalArgumentException if no metric of the fit tells it
   */
  static Monitor of(String name, Mode mode, Training training) {
    String measured = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
    Mode settled = mode == Mode.AUTO ? training.direction(measured) : mode;
    if (settled == Mode.AUTO) {
      throw new IllegalArgumentException(
          "is \"%s\" better when it falls or when it rises? no metric tells; give mode MIN or MAX"
              .formatted(name));
    }
    return new Monitor(name, settled);
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
          name.startsWith(VALIDATION) ? "; give validation data to the fit" : "");
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
