package dev.inlay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All figures of a run as a page: a line for each workload, a column for each engine. */
final class Report {
  private static final String ABOUT =
      """

      Each engine runs in a process of its own; figures are medians of three runs after warming up. In brackets:
      how many times as fast Inlay is. The limit is what the machine's multiply-adds alone, measured in the
      same run, would allow for the matrix products, and for one row how long one core takes to read the layers' weights
      once; in brackets, the share of it that Inlay reaches.

      The workloads: S2 and S3 train a table of 1,000 rows of 128 and two layers at batch 32; C1 is as large as
      Census (8 tables of 1,000 rows of 8, batch 256), C2 as a click model (26 tables of 100,000 rows of 16, layers
      of 512, 256 and 128, batch 2,048); V has one table of ever more rows (batch 1,024, Adam); I asks the model of C2,
      for one row (half of the calls and 99 of 100 are faster) and for 2,048; START is from `java` to the first step
      of S2, from `./inlay train` of the birdstrikes to metrics, and from `./inlay predict` to one prediction; D reads CSV;
      L trains pairs of layers; G multiplies matrices, best of many runs.
      Peers run with the best loop that can be written by hand for them: rows of tables are updated sparsely.

      """;

  private Report() {}

  static void write(Path file, List<Row> rows) throws IOException {
    Files.writeString(file, of(rows, machine()));
  }

  static String of(List<Row> rows, String machine) {
    Map<String, Map<String, Row>> byWorkload = new LinkedHashMap<>();
    Map<String, String> engines = new LinkedHashMap<>();
    engines.put(InlayEngine.NAME, "Inlay");
    for (Row row : rows) {
      byWorkload.computeIfAbsent(row.workload(), _ -> new LinkedHashMap<>()).put(row.engine(), row);
      if (!row.engine().equals(Row.LIMIT)) {
        engines.putIfAbsent(row.engine(), row.engine());
      }
    }
    if (rows.stream().anyMatch(row -> row.engine().equals(Row.LIMIT))) {
      engines.put(Row.LIMIT, Row.LIMIT);
    }
    StringBuilder page = new StringBuilder();
    page.append(
        "# Benchmarks\n\nEvery figure is of one run of `benchmarks/run`, on %s, with %d GiB of heap at most.\n"
            .formatted(machine, Runtime.getRuntime().maxMemory() >> 30));
    page.append(ABOUT);
    page.append("| workload | unit | ").append(String.join(" | ", engines.values()));
    page.append(" |\n|---|---|").append("---:|".repeat(engines.size())).append('\n');
    byWorkload.forEach(
        (workload, figures) -> {
          Row any = figures.values().iterator().next();
          page.append("| ").append(workload).append(" | ").append(any.unit()).append(" |");
          for (String engine : engines.keySet()) {
            Row row = figures.get(engine);
            page.append(' ').append(row == null ? "" : cell(row)).append(" |");
          }
          page.append('\n');
        });
    return page.toString();
  }

  private static String cell(Row row) {
    String format = Math.abs(row.value()) < 100 ? "%,.2f" : "%,.0f";
    String value = String.format(Locale.ROOT, format, row.value());
    String comparison = row.comparison();
    return comparison.isEmpty() ? value : value + " (" + comparison + ")";
  }

  /** Its processor and how many cores there are. */
  private static String machine() throws IOException {
    Path linux = Path.of("/proc/cpuinfo");
    String model =
        Files.isReadable(linux)
            ? Files.readAllLines(linux).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"))
            : System.getProperty("os.arch");
    return "%d cores of %s".formatted(Runtime.getRuntime().availableProcessors(), model);
  }
}
