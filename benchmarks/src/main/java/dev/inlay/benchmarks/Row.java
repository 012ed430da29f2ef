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

  /** In the place of an engine: what multiply-adds alone would take on this machine. */
  static final String LIMIT = "limit";

  String json() {
    return "{\"workload\": \"%s\", \"engine\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"higherIsBetter\": %s, \"ratioToInlay\": %s}"
        .formatted(workload, engine, value, unit, higherIsBetter, ratioToInlay);
  }

  /** A line of the printed table. */
  String line() {
    String times = "";
    if (ratioToInlay != null && engine.equals(LIMIT)) {
      times = String.format(Locale.ROOT, "Inlay reaches %.0f%%", 100 / ratioToInlay);
    } else if (ratioToInlay != null && !engine.equals(InlayEngine.NAME)) {
      double factor = higherIsBetter ? 1 / ratioToInlay : ratioToInlay;
      times = String.format(Locale.ROOT, "Inlay is %.1f times as fast", factor);
    }
    return String.format(
            Locale.ROOT, "%-12s %-12s %,14.1f %-10s %s", workload, engine, value, unit, times)
        .stripTrailing();
  }
}
