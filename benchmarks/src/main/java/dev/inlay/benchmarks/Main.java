package dev.inlay.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The program behind {@code benchmarks/run}. */
public final class Main {
  private static final Map<String, Supplier<Engine>> ENGINES =
      Map.of(
          InlayEngine.NAME,
          InlayEngine::ofFloats,
          TensorFlowEngine.NAME,
          TensorFlowEngine::new,
          DjlEngine.NAME,
          DjlEngine::new,
          Dl4jEngine.NAME,
          Dl4jEngine::new,
          OnnxEngine.NAME,
          OnnxEngine::ofAllThreads,
          OnnxEngine.ONE_THREAD,
          OnnxEngine::ofOneThread);

  private Main() {}

  /** Runs the workloads named and prints a line for each figure. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 1 && args[0].startsWith("--") && isChild(args)) {
      System.exit(0);
    }
    if (List.of(args).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      Options options = Options.of(args);
      if (options.profile()) {
        profiles(options.workloads());
      } else {
        run(options);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
    }
  }

  /** Does what a process started by {@link Child} is for, if this is one. */
  private static boolean isChild(String[] args) {
    switch (args[0]) {
      case "--one" -> {
        boolean isFirst = true;
        for (String name : args[2].split(",", -1)) {
          print(figures(args[1], Workloads.named(name), Double.parseDouble(args[3]), isFirst));
          isFirst = false;
        }
      }
      case "--limits" -> print(Limits.measured(Double.parseDouble(args[1])));
      case "--first-step" -> {
        Subject subject = Workloads.named(args[2]).subject();
        try (Engine.Trainer trainer = engine(args[1]).trainer(subject)) {
          System.out.println(trainer.step(Rows.batches(subject, subject.batch()).getFirst()));
        }
      }
      case "--profile-one" -> {
        Workload workload = Workloads.named(args[1]);
        Subject subject = workload.subject();
        List<Rows> batches = Rows.batches(subject, subject.batch());
        System.out.println(InlayEngine.profile(subject, batches, workload.profiledSteps()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void print(List<Figure> figures) {
    figures.forEach(figure -> System.out.println(figure.line()));
  }

  private static Engine engine(String name) {
    Supplier<Engine> engine = ENGINES.get(name);
    if (engine == null) {
      throw new IllegalArgumentException("no engine " + name);
    }
    return engine.get();
  }

  /**
   * What an engine's process measures.
   *
   * @param isFirst whether nothing of the workload's group has been measured before
   */
  private static List<Figure> figures(
      String engine, Workload workload, double seconds, boolean isFirst) {
    return switch (workload.kind()) {
      case PRODUCT -> List.of(((Product) workload.subject()).figure(engine, seconds, isFirst));
      case READ_CSV -> CensusCsv.figures(workload.name(), seconds);
      case TABLE -> TableWork.of(workload, seconds);
      case FLAT -> Flatness.of(workload, seconds);
      case MEMORY -> MemoryCheck.of(workload);
      case ASK_ONE_INT8 -> new Measurement(seconds, isFirst).of(InlayEngine.ofBytes(), workload);
      case TRAIN, ASK_ONE, ASK_BATCH, ASK_THREADS, FIRST_STEP, COMMAND ->
          new Measurement(seconds, isFirst).of(engine(engine), workload);
    };
  }

  private static void run(Options options) throws IOException, InterruptedException {
    Run.Result result =
        new Run(options.peers(), options.seconds(), options.minutes(), System.out)
            .of(options.workloads());
    if (options.report() != null) {
      Files.writeString(options.report(), Report.of(result, Report.machine()));
    }
    if (options.json() != null) {
      List<String> lines = result.rows().stream().map(Row::json).toList();
      Files.write(options.json(), lines, StandardCharsets.UTF_8);
    }
  }

  private static void profiles(List<Workload> workloads) throws InterruptedException {
    for (Workload workload : workloads) {
      if (!workload.hasSteps()) {
        System.out.println(workload.name() + ": makes no steps whose parts could be told");
        continue;
      }
      try {
        String profile =
            Child.output(InlayEngine.NAME, workload, List.of("--profile-one", workload.name()));
        System.out.println(workload.name() + ": " + profile);
      } catch (Skipped e) {
        System.out.println(workload.name() + ": left out, " + e.getMessage());
      }
    }
  }
}
