package dev.inlay.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a run.
 *
 * @param ratioToInlay this engine's figure over Inlay's, where both were measured
 */
record Row(
    String workload,
    String engine,
    double value,
    String unit,
    boolean higherIsBetter,
    @Nullable Double ratioToInlay) {

  /** In the place of an engine: what multiply-adds, or reading weights, alone would take here. */
  static final String LIMIT = "limit";

  String json() {
    return "{\"workload\": \"%s\", \"engine\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"higherIsBetter\": %s, \"ratioToInlay\": %s}"
        .formatted(workload, engine, value, unit, higherIsBetter, ratioToInlay);
  }

  /** What it says about Inlay: times as fast, or the share of a limit; empty for nothing. */
  String comparison() {
    if (ratioToInlay == null || engine.equals(InlayEngine.NAME)) {
      return "";
    }
    double factor = higherIsBetter ? 1 / ratioToInlay : ratioToInlay;
    return engine.equals(LIMIT)
        ? String.format(Locale.ROOT, "%.0f%%", 100 * factor)
        : String.format(Locale.ROOT, "%.1f×", factor);
  }

  /** A line of the printed table. */
  String line() {
    String comparison = comparison();
    String about =
        comparison.isEmpty()
            ? ""
            : engine.equals(LIMIT)
                ? "Inlay reaches " + comparison
                : "Inlay is faster " + comparison;
    return String.format(
            Locale.ROOT, "%-12s %-12s %,14.1f %-10s %s", workload, engine, value, unit, about)
        .stripTrailing();
  }
}
