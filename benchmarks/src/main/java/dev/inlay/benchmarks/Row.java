package dev.inlay.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An engine's figure in a run.
 *
 * @param engine the engine's name, or {@link #LIMIT}
 * @param inlay Inlay's figure of the same name, where there is one
 */
record Row(String engine, Figure figure, @Nullable Double inlay) {
  /** In the place of an engine: what the machine gives. */
  static final String LIMIT = "limit";

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"figure\": \"%s\", \"engine\": \"%s\", \"unit\": \"%s\", \"higherIsBetter\": %s,"
            + " \"value\": %s, \"p5\": %s, \"p95\": %s, \"inlayIsBetter\": %s}",
        figure.name(),
        engine,
        figure.unit().label(),
        figure.unit().higherIsBetter(),
        figure.value(),
        figure.low(),
        figure.high(),
        factor());
  }

  boolean isLimit() {
    return engine.equals(LIMIT);
  }

  /** How many times as good Inlay's figure is; of a limit, the share that Inlay reaches. */
  @Nullable Double factor() {
    if (inlay == null || engine.equals(InlayEngine.NAME)) {
      return null;
    }
    return figure.unit().higherIsBetter() ? inlay / figure.value() : figure.value() / inlay;
  }

  /** The factor in words; empty where there is none. */
  String comparison() {
    Double factor = factor();
    if (factor == null) {
      return "";
    }
    return isLimit()
        ? String.format(Locale.ROOT, "%.0f%%", 100 * factor)
        : String.format(Locale.ROOT, factor < 10 ? "%.2f×" : "%.0f×", factor);
  }

  /** A number with as many digits as say something. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** The spread about the value, where it was measured more than once. */
  String spread() {
    return figure.low() == figure.high() ? "" : number(figure.low()) + "–" + number(figure.high());
  }

  /** A line of the printed table. */
  String line() {
    String comparison = comparison();
    String about =
        comparison.isEmpty()
            ? ""
            : isLimit() ? "Inlay reaches " + comparison : "Inlay is better " + comparison;
    return String.format(
            Locale.ROOT,
            "%-26s %-14s %12s %-9s %-22s %s",
            figure.name(),
            engine,
            number(figure.value()),
            figure.unit().label(),
            spread(),
            about)
        .stripTrailing();
  }
}
