package dev.inlay.benchmarks;

import java.util.Arrays;
import java.util.Optional;

/**
 * A figure that an engine's process gives, in the workload's unit.
 *
 * @param name the workload's, with what stands behind it if it gives several: {@code I-one-p99}
 * @param value the median, unless the workload says otherwise
 * @param low the fifth of a hundred parts of what was measured lies below
 * @param high and the fifth above
 */
record Figure(String name, Unit unit, double value, double low, double high) {
  private static final String MARK = "figure";
  private static final String LIMIT = ":limit";

  /** What is counted, and whether more of it is better. */
  enum Unit {
    STEPS("steps/s", true),
    SAMPLES("samples/s", true),
    ROWS("rows/s", true),
    CALLS("rows/s", true),
    BYTES("MB/s", true),
    MEMORY_SPEED("GB/s", true),
    FLOPS("GFLOP/s", true),
    STEP_TIME("ms/step", false),
    ROW_TIME("µs", false),
    SECONDS("s", false),
    MEGABYTES("MB", false),
    RATIO("times", false);

    private final String label;
    private final boolean higherIsBetter;

    Unit(String label, boolean higherIsBetter) {
      this.label = label;
      this.higherIsBetter = higherIsBetter;
    }

    String label() {
      return label;
    }

    boolean higherIsBetter() {
      return higherIsBetter;
    }
  }

  /** A figure that was measured once. */
  static Figure of(String name, Unit unit, double value) {
    return new Figure(name, unit, value, value, value);
  }

  /** The median of values, with the fifth and the ninety-fifth of a hundred. */
  static Figure of(String name, Unit unit, double[] values) {
    return new Figure(
        name, unit, quantile(values, 0.5), quantile(values, 0.05), quantile(values, 0.95));
  }

  /** The smallest value that so large a share of the values doesn't exceed. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
  }

  /** Of two of one unit, that of the faster. */
  Figure better(Figure other) {
    return value > other.value == unit.higherIsBetter() ? this : other;
  }

  /** The same as what bounds the figure of this name. */
  Figure asLimit() {
    return new Figure(name + LIMIT, unit, value, low, high);
  }

  boolean isLimit() {
    return name.endsWith(LIMIT);
  }

  /** A limit by the name of what it bounds. */
  Figure ofBounded() {
    return new Figure(name.substring(0, name.length() - LIMIT.length()), unit, value, low, high);
  }

  /** The line by which a process tells it to the one that started it. */
  String line() {
    return String.join(" ", MARK, name, unit.name(), value + " " + low + " " + high);
  }

  /** What {@link #line} wrote; nothing if the line is another. */
  static Optional<Figure> ofLine(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != 6 || !words[0].equals(MARK)) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            words[1],
            Unit.valueOf(words[2]),
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4]),
            Double.parseDouble(words[5])));
  }
}
