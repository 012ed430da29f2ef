package dev.inlay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The figures of a run as a page. */
final class Report {
  private static final String ABOUT =
      """
      How fast Inlay is beside what people would use instead, and beside what the machine can do. All of it is
      measured by one run of `benchmarks/run`, which writes this page.

      **Read it so.** Each row is a workload; what it is stands above its table. Inlay's figure is a median, with
      what lies between the fifth and the ninety-fifth of a hundred windows behind it. Under another engine
      stands first *how many times as good Inlay is* (above 1 Inlay is ahead), then that engine's own median. Under
      *limit* stands the share that Inlay reaches of what the machine gives at most.

      **Fair means** that all engines get the same data and seconds, one after the other, each in a process of its own
      (which measures a model in several sizes in turn) with the best settings and the best loop found for it: where an engine
      updates a table only as a whole, the rows that a batch looks up are updated by hand. No engine's warm-up counts: steps are made until four successive
      half seconds have medians within 8% of one another (50 steps at least, eight seconds after the first at most, four for further sizes), and only then counted.
      """;

  /** A part of the page. */
  private record Section(String title, String about, Predicate<String> holds) {
    static Section of(String title, String about, String... names) {
      return new Section(
          title,
          about,
          figure -> {
            for (String name : isWarmUp(figure) ? new String[0] : names) {
              if (figure.equals(name) || figure.startsWith(name + "-")) {
                return true;
              }
            }
            return false;
          });
    }
  }

  private static final List<Section> SECTIONS =
      List.of(
          Section.of(
              "Training",
              """
              - `S2`: ids of a table of 1,000 rows of 128, a layer of 64, one output; mean squared error, Adam, batch 32.
              - `S3`: the same beside five numbers. Both move the rows that were looked up, as the other engines' loops
                do; `-exact` is what Inlay does unless told otherwise: rows catch up on what they missed.
              - `C1`: as large as Census: 8 tables of 1,000 rows of 8, five numbers, layers of 100 and 50; Adagrad, batch 256.
              - `C2`: a click model: 26 tables of 100,000 rows of 16, 13 numbers, layers of 512, 256 and 128; Adagrad, batch 2,048.
              - `C2-width-N`: with layers of N, N/2 and N/4. `C2-batch-N`: with batches of N.
              """,
              "S2",
              "S3",
              "C1",
              "C2"),
          new Section(
              "How long until it is fast",
              """
              Seconds from the first step until a window was nine tenths as fast as the median that counts (`-90%`), and
              until speed had settled by the rule above (`-warm`), of models that have a process to themselves.
              """,
              Report::isWarmUp),
          Section.of(
              "Tables that grow",
              """
              - `V-N-…`: a table of N rows of 64, a layer of 64, Adam, batch 1,024. *lazy* moves the rows looked up; *exact* does
                what moving all rows would, but when they are read; *dense* moves all rows in each step.
              - `V-flat-…-N`: times as long as with 10,000 rows, both trained in turns in one process; `-row`: for each different row
                that a batch looks up. In more rows fewer ids repeat, so there are more of these.
              - `T-N`: a table of N rows of 16 with Adagrad, batch 1,024; how fast it is made, saved (synced to the disk) and
                opened again, into memory that the process has had before, counting weights and accumulators; `-flat` as above. Limits, each
                measured just then in the same process: new memory filled, half a gigabyte written and synced, a gigabyte of the file read.
              """,
              "V",
              "T"),
          Section.of(
              "Answering",
              """
              - `I-one`: the model of C2 asked for one row, from a Java object to a number: half of the calls took no longer,
                `I-one-p99` ninety-nine of a hundred. Its limit is one core reading the layers' weights once.
              - `I-one-int8`: the same with the weights of the layers in 8 bits, of the tables in floats.
              - `I-batch`: batches of 2,048. `I-threads-N`: N threads ask one model, each for a row at a time.
              - `onnxruntime-1` is ONNX Runtime computing on the caller's thread alone.
              """,
              "I"),
          Section.of(
              "Whole processes",
              """
              - `START-step`: from `java` to the end of the first step of S2.
              - `START-train`: `./inlay train` on 10,000 bird strikes, from the shell to the metrics; `START-predict`: `./inlay predict`
                on one row.
              - `CENSUS`: `./inlay train` on Census, wide & deep, ten epochs of batches of 40, from CSV to metrics on the test set.
                TensorFlow's estimator took 49 s elsewhere; it isn't measured here.
              """,
              "START",
              "CENSUS"),
          Section.of(
              "Data and memory",
              """
              - `D`: a file like that of Census, 900,000 rows of 15 cells, to encoded batches.
              - `M-…`: the memory that training holds, and what the model's summary foretells, without the batches.
              """,
              "D",
              "M"),
          Section.of(
              "Other layers",
              """
              - `L-LAYER-BATCH`: two such layers, one on the other, over 50 steps of 64 numbers, one output, Adam; beside
                PyTorch's own, through DJL.
              """,
              "L"),
          Section.of(
              "Matrix products",
              """
              - `G-MxNxK-FORM`: C[M, N] = A B over K on one thread, or on as many as stand behind; *t* where A or B lies transposed. The
                best of many, as is the limit: multiply-adds in registers, on as many threads.
              """,
              "G"));

  private Report() {}

  private static boolean isWarmUp(String figure) {
    return figure.endsWith(Workload.NINETY) || figure.endsWith(Workload.WARM);
  }

  static String of(Run.Result result, String machine) {
    StringBuilder page = new StringBuilder("# Benchmarks\n\n");
    page.append(ABOUT);
    page.append(
        String.format(
            Locale.ROOT,
            "\n"
                + "**This run** took %.0f minutes on %s, JDK %s, heaps of %d GiB at most unless a"
                + " table needs more.\n",
            result.minutes(),
            machine,
            Runtime.version().feature(),
            Math.ceilDiv(Runtime.getRuntime().maxMemory(), 1L << 30)));
    limits(page, result.limits());
    targets(page, Target.Figures.of(result.rows()));
    Set<Row> left = new LinkedHashSet<>(result.rows());
    for (Section section : SECTIONS) {
      List<Row> rows = left.stream().filter(r -> section.holds.test(r.figure().name())).toList();
      rows.forEach(left::remove);
      if (!rows.isEmpty()) {
        page.append("\n## ").append(section.title).append("\n\n").append(section.about);
        table(page, rows);
      }
    }
    if (!result.skipped().isEmpty()) {
      page.append("\n## Left out\n\n");
      result.skipped().forEach(line -> page.append("- ").append(line).append('\n'));
    }
    return page.toString();
  }

  private static void limits(StringBuilder page, Limits limits) {
    if (limits.figures().isEmpty()) {
      return;
    }
    page.append(
        "\nThe machine's limits, the most seen in any of some measurements between the others:");
    String separator = " ";
    for (Figure limit : limits.figures().values().stream().sorted(Report::byName).toList()) {
      page.append(separator).append(limit.name().replace('-', ' ')).append(' ');
      page.append(Row.number(limit.value())).append(' ').append(limit.unit().label());
      separator = ", ";
    }
    page.append(".\n");
  }

  private static int byName(Figure one, Figure other) {
    return one.name().compareTo(other.name());
  }

  private static void targets(StringBuilder page, Target.Figures figures) {
    List<Target.Outcome> outcomes =
        Target.all().stream().flatMap(t -> t.outcome(figures).stream()).toList();
    if (outcomes.isEmpty()) {
      return;
    }
    long reached = outcomes.stream().filter(Target.Outcome::isReached).count();
    page.append("\n## What was wanted, and what came\n\n");
    page.append(reached).append(" of ").append(outcomes.size()).append(" targets were reached.");
    page.append(reached < outcomes.size() ? " Those that were missed come first.\n" : "\n");
    page.append("\n| | wanted | came | |\n|---|---|---:|---|\n");
    for (boolean isReached : new boolean[] {false, true}) {
      for (Target.Outcome outcome : outcomes) {
        if (outcome.isReached() == isReached) {
          page.append("| ").append(outcome.target().what());
          page.append(" | ").append(outcome.target().wanted());
          page.append(" | ").append(outcome.number());
          page.append(isReached ? " | reached |\n" : " | **missed** |\n");
        }
      }
    }
  }

  private static void table(StringBuilder page, List<Row> rows) {
    Map<String, Map<String, Row>> figures = new LinkedHashMap<>();
    Set<String> engines = new LinkedHashSet<>();
    for (Row row : rows) {
      figures
          .computeIfAbsent(row.figure().name(), _ -> new LinkedHashMap<>())
          .put(row.engine(), row);
      if (!row.engine().equals(InlayEngine.NAME)) {
        engines.add(row.engine());
      }
    }
    // The limit stands last, wherever it came first.
    if (engines.remove(Row.LIMIT)) {
      engines.add(Row.LIMIT);
    }
    page.append("\n| | unit | Inlay | spread |");
    engines.forEach(engine -> page.append(' ').append(engine).append(" |"));
    page.append("\n|---|---|---:|---:|").append("---:|".repeat(engines.size())).append('\n');
    figures.forEach((name, byEngine) -> line(page, name, byEngine, engines));
  }

  private static void line(
      StringBuilder page, String name, Map<String, Row> byEngine, Set<String> engines) {
    Row inlay = byEngine.get(InlayEngine.NAME);
    Row any = byEngine.values().iterator().next();
    page.append("| ").append(name).append(" | ").append(any.figure().unit().label()).append(" | ");
    page.append(inlay == null ? "" : Row.number(inlay.figure().value())).append(" | ");
    page.append(inlay == null ? "" : inlay.spread()).append(" |");
    for (String engine : engines) {
      Row row = byEngine.get(engine);
      page.append(' ').append(row == null ? "" : cell(row)).append(" |");
    }
    page.append('\n');
  }

  private static String cell(Row row) {
    String value = Row.number(row.figure().value());
    String comparison = row.comparison();
    return comparison.isEmpty() ? value : comparison + " (" + value + ")";
  }

  /** Its processor and how many cores there are. */
  static String machine() throws IOException {
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
