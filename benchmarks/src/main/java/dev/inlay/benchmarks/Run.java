package dev.inlay.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures groups of workloads one after the other, each engine in a process of its own. */
final class Run {
  /** Less than this says nothing, even if the time is short. */
  private static final double SHORTEST = 0.4;

  private static final int LIMITS_SECONDS = 6;

  private final List<String> peers;
  private final double seconds;
  private final double minutes;
  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final Map<String, Double> inlay = new HashMap<>();
  private final long start = System.nanoTime();
  private double expectedSoFar;

  /**
   * @param seconds how long the steps that count take, for each engine alike
   * @param minutes how long the whole run may take; steps are counted for less time if it must be
   * @param out for lines on what was measured
   */
  Run(List<String> peers, double seconds, double minutes, PrintStream out) {
    this.peers = List.copyOf(peers);
    this.seconds = seconds;
    this.minutes = minutes;
    this.out = out;
  }

  /**
   * What a run gave.
   *
   * @param rows figures, in the order of the workloads
   * @param skipped a line for whatever could not be measured
   */
  record Result(List<Row> rows, List<String> skipped, Limits limits, double minutes) {}

  Result of(List<Workload> workloads) throws InterruptedException {
    List<List<Workload>> jobs = jobs(workloads);
    double expected = jobs.stream().mapToDouble(this::expected).sum();
    Limits limits = Limits.UNKNOWN;
    int done = 0;
    for (List<Workload> job : jobs) {
      double left = (expected - expectedSoFar) * pace();
      out.printf("-- %d of %d, %.0f s left%n", ++done, jobs.size(), left);
      double time = 60 * minutes - elapsed();
      if (time > 0) {
        if (isBound(job)) {
          limits = limits.or(limits());
        }
        measure(job, Math.max(SHORTEST, seconds * Math.min(1, time / left)));
      } else {
        skip(names(job), "all engines", new Skipped("the time is over"));
      }
      expectedSoFar += expected(job);
    }
    addLimits(workloads, limits);
    return new Result(rows, skipped, limits, elapsed() / 60);
  }

  /** Those of one group that follow each other go together. */
  private static List<List<Workload>> jobs(List<Workload> workloads) {
    List<List<Workload>> jobs = new ArrayList<>();
    for (Workload workload : workloads) {
      if (!jobs.isEmpty() && jobs.getLast().getFirst().group().equals(workload.group())) {
        jobs.getLast().add(workload);
      } else {
        jobs.add(new ArrayList<>(List.of(workload)));
      }
    }
    return jobs;
  }

  private double elapsed() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** How long things take on this machine, over what they are expected to take. */
  private double pace() {
    return expectedSoFar == 0 ? 1 : elapsed() / expectedSoFar;
  }

  /** The engines that take part in a job, each with its part. */
  private Map<String, List<Workload>> parts(List<Workload> job) {
    Map<String, List<Workload>> parts = new LinkedHashMap<>();
    parts.put(InlayEngine.NAME, job);
    for (String peer : peers) {
      List<Workload> part = job.stream().filter(w -> w.suits(peer)).toList();
      if (!part.isEmpty()) {
        parts.put(peer, part);
      }
    }
    return parts;
  }

  /** Whether the machine's limits are measured before a job. */
  private static boolean isBound(List<Workload> job) {
    return job.stream().anyMatch(Limits::bound);
  }

  private double expected(List<Workload> job) {
    return (isBound(job) ? LIMITS_SECONDS : 0)
        + parts(job).values().stream()
            .flatMap(List::stream)
            .mapToInt(Workload::expectedSeconds)
            .sum();
  }

  private Limits limits() throws InterruptedException {
    try {
      Limits limits =
          Limits.of(
              figures(
                  Child.output(
                      Row.LIMIT,
                      Workloads.named("C2"),
                      List.of("--limits", Double.toString(seconds / 2)))));
      limits.figures().values().forEach(f -> out.println(new Row(Row.LIMIT, f, null).line()));
      return limits;
    } catch (Skipped e) {
      skip("limits", InlayEngine.NAME, e);
      return Limits.UNKNOWN;
    }
  }

  private static List<Figure> figures(String output) {
    return output.lines().flatMap(line -> Figure.ofLine(line).stream()).toList();
  }

  private void measure(List<Workload> job, double time) throws InterruptedException {
    for (var part : parts(job).entrySet()) {
      String engine = part.getKey();
      try {
        for (Figure figure : figures(engine, part.getValue(), time)) {
          add(engine, figure);
        }
      } catch (Skipped e) {
        skip(names(part.getValue()), engine, e);
      }
    }
  }

  private void addLimits(List<Workload> workloads, Limits limits) {
    for (Workload workload : workloads) {
      Double reached = inlay.get(workload.name());
      if (reached != null) {
        limits.of(workload).ifPresent(limit -> add(new Row(Row.LIMIT, limit, reached)));
      }
    }
  }

  private static List<Figure> figures(String engine, List<Workload> job, double time)
      throws InterruptedException, Skipped {
    Workload first = job.getFirst();
    String names = names(job);
    return switch (first.kind()) {
      case COMMAND -> List.of(Starts.command(first));
      case FIRST_STEP -> {
        List<String> arguments = List.of("--first-step", engine, names);
        yield List.of(
            Starts.seconds(
                first.name(), () -> Child.output(engine, first, arguments).lines().count() > 0));
      }
      default ->
          figures(
              Child.output(engine, first, List.of("--one", engine, names, Double.toString(time))));
    };
  }

  private static String names(List<Workload> job) {
    return job.stream().map(Workload::name).collect(Collectors.joining(","));
  }

  private void add(String engine, Figure figure) {
    if (figure.isLimit()) {
      Figure limit = figure.ofBounded();
      add(new Row(Row.LIMIT, limit, inlay.get(limit.name())));
      return;
    }
    if (engine.equals(InlayEngine.NAME)) {
      inlay.put(figure.name(), figure.value());
    }
    add(new Row(engine, figure, inlay.get(figure.name())));
  }

  private void add(Row row) {
    rows.add(row);
    out.println(row.line());
  }

  private void skip(String name, String engine, Skipped why) {
    String line = "%s, %s: left out, %s".formatted(name, engine, why.getMessage());
    skipped.add(line);
    out.println(line);
  }
}
