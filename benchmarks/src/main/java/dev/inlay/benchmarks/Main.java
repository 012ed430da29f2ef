package dev.inlay.benchmarks;

import dev.inlay.train.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code benchmarks/run}. Each figure is taken in a JVM of its own, so that no
 * engine runs with another's compiled code, threads or heap.
 */
public final class Main {
  private static final String USAGE =
      """
      usage: benchmarks/run [--report FILE] [--json FILE] [--peers LIST|none] [--seconds S] [WORKLOAD ...]
             benchmarks/run --profile [WORKLOAD ...]
        workloads: S2 S3 C1 C2 V I START L D G (all of them if none is named)
          START: from "java" to the first step of S2, from "./inlay train" of birdstrikes to its metrics,
          from "./inlay predict" to the prediction for one row
          L: a layer twice over 50 steps of 64 numbers, trained at batch 32 and 512:
          L-lstm L-gru L-conv1d (window 3) L-attention (4 heads) L-layernorm L-batchnorm
          V-1e7 T-1e4 T-1e8, named only: large tables (9 and 14 GB); T has rows of 16 floats and Adagrad
          D: a file like that of Census to encoded batches, and C1's step beside it:
          D-csv (MB/s), D-row and D-step (ns a row)
          G: matrix products alone, beside OpenBLAS: G-MxNxK-FORM[-THREADS], T where transposed
        --report FILE write a page with all figures (docs/benchmarks.md if no workload is named)
        --json FILE   also write one JSON object a row
        --peers LIST  which engines to measure beside Inlay (tensorflow,djl,dl4j,onnxruntime,openblas)
        --seconds S   how long each of three runs lasts (1.5)
        --profile     say what the time of Inlay's steps goes into
      """;

  private static final Map<String, Supplier<Engine>> ENGINES =
      Map.of(
          InlayEngine.NAME,
          InlayEngine::new,
          TensorFlowEngine.NAME,
          TensorFlowEngine::new,
          DjlEngine.NAME,
          DjlEngine::new,
          Dl4jEngine.NAME,
          Dl4jEngine::new,
          OnnxEngine.NAME,
          OnnxEngine::new);

  private Main() {}

  /** Runs the workloads named and prints a line for each figure. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 4 && args[0].equals("--one")) {
      System.out.println(one(args[1], args[2], Double.parseDouble(args[3])));
      System.exit(0);
    }
    if (args.length == 3 && args[0].equals("--first-step")) {
      firstStep(args[1], Workload.named(List.of(args[2])).getFirst().subject());
      System.exit(0);
    }
    if (args.length == 2 && args[0].equals("--profile-one")) {
      System.out.println(profile(Workload.named(List.of(args[1])).getFirst()));
      System.exit(0);
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
      System.err.print(USAGE);
      System.exit(2);
    }
  }

  /** What the command line says. */
  private record Options(
      @Nullable Path report,
      @Nullable Path json,
      List<String> peers,
      double seconds,
      boolean profile,
      List<Workload> workloads) {
    static Options of(String[] args) {
      Path report = null;
      Path json = null;
      List<String> peers =
          List.of(
              TensorFlowEngine.NAME,
              DjlEngine.NAME,
              Dl4jEngine.NAME,
              OnnxEngine.NAME,
              Product.OPENBLAS);
      double seconds = 1.5;
      boolean profile = false;
      List<String> names = new ArrayList<>();
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--report" -> report = Path.of(value(args, ++i));
          case "--json" -> json = Path.of(value(args, ++i));
          case "--peers" -> peers = peers(value(args, ++i));
          case "--seconds" -> seconds = seconds(value(args, ++i));
          case "--profile" -> profile = true;
          default -> {
            if (args[i].startsWith("-")) {
              throw new IllegalArgumentException("no option " + args[i]);
            }
            names.add(args[i]);
          }
        }
      }
      return new Options(report, json, peers, seconds, profile, Workload.named(names));
    }

    private static String value(String[] args, int i) {
      if (i >= args.length) {
        throw new IllegalArgumentException(args[i - 1] + " wants a value");
      }
      return args[i];
    }

    private static double seconds(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("--seconds wants a number, got " + text, e);
      }
    }

    private static List<String> peers(String list) {
      if (list.equals("none")) {
        return List.of();
      }
      List<String> peers = Arrays.asList(list.split(","));
      for (String peer : peers) {
        if (!ENGINES.containsKey(peer) && !peer.equals(Product.OPENBLAS)) {
          throw new IllegalArgumentException(
              "no engine %s; there are %s and %s"
                  .formatted(peer, ENGINES.keySet(), Product.OPENBLAS));
        }
      }
      return peers;
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      Double inlay = null;
      List<String> engines = new ArrayList<>(List.of(InlayEngine.NAME));
      options.peers().stream().filter(workload::suits).forEach(engines::add);
      if (workload.isBoundByProducts() || workload.isBoundByReading()) {
        engines.add(Row.LIMIT);
      }
      for (String engine : engines) {
        Double value =
            workload.isStart()
                ? Starts.millis(engine, workload)
                : inOwnJvm(engine, workload, options.seconds());
        if (value == null) {
          System.out.printf(
              "%-12s %-12s failed; its messages are above%n", workload.name(), engine);
          continue;
        }
        inlay = engine.equals(InlayEngine.NAME) ? value : inlay;
        Workload.Measure measure = workload.measure();
        Row row =
            new Row(
                workload.name(),
                engine,
                value,
                measure.unit(),
                measure.higherIsBetter(),
                inlay == null ? null : value / inlay);
        rows.add(row);
        System.out.println(row.line());
      }
    }
    if (options.report() != null) {
      Report.write(options.report(), rows);
    }
    if (options.json() != null) {
      Files.write(options.json(), rows.stream().map(Row::json).toList());
    }
  }

  private static void profiles(List<Workload> workloads) throws InterruptedException {
    for (Workload workload : workloads) {
      if (workload.hasSteps()) {
        String profile = output(workload, List.of("--profile-one", workload.name()));
        System.out.println(workload.name() + ": " + (profile == null ? "failed" : profile));
      }
    }
  }

  private static Profile profile(Workload workload) {
    Subject subject = workload.subject();
    return InlayEngine.profile(subject, Rows.batches(subject, subject.batch()), workload.steps());
  }

  /** What is set around an engine's process so that it runs as well as it can. */
  private static Map<String, String> environment(Workload workload, List<String> arguments) {
    return arguments.contains(Dl4jEngine.NAME)
        ? Dl4jEngine.environment(workload.subject())
        : Map.of();
  }

  private static void firstStep(String engine, Subject subject) {
    try (Engine.Trainer trainer =
        Objects.requireNonNull(ENGINES.get(engine)).get().trainer(subject)) {
      System.out.println(trainer.step(Rows.batches(subject, subject.batch()).getFirst()));
    }
  }

  private static double one(String engine, String workload, double seconds) {
    Workload named = Workload.named(List.of(workload)).getFirst();
    if (named.subject() instanceof Product product) {
      return engine.equals(Row.LIMIT) ? product.limit(seconds) : product.rate(engine, seconds);
    }
    if (engine.equals(Row.LIMIT)) {
      return named.isBoundByReading()
          ? Peak.microsToRead(Math.toIntExact(named.subject().products()), seconds)
          : Peak.ofAllThreads(seconds) * 1e9 / named.flopsPerUnit();
    }
    Engine made = Objects.requireNonNull(ENGINES.get(engine)).get();
    return new Measurement(seconds).of(made, named);
  }

  /** The figure, or null if the engine failed. */
  private static @Nullable Double inOwnJvm(String engine, Workload workload, double seconds)
      throws InterruptedException {
    String out =
        output(workload, List.of("--one", engine, workload.name(), Double.toString(seconds)));
    if (out == null) {
      return null;
    }
    String last = out.substring(out.lastIndexOf('\n') + 1);
    return Double.valueOf(last.toLowerCase(Locale.ROOT));
  }

  /** What this program prints in a JVM of its own, or null if it failed. */
  static @Nullable String output(Workload workload, List<String> arguments)
      throws InterruptedException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElse("java"));
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    workload.heap().ifPresent(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      Path errors = Files.createTempFile("benchmark", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().putAll(environment(workload, arguments));
      Process process = builder.start();
      String out =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      boolean good = process.waitFor() == 0;
      if (!good) {
        System.err.print(Files.readString(errors));
      }
      Files.delete(errors);
      return good ? out.strip() : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
