package dev.inlay.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param report where the page goes, if there is to be one
 * @param json where rows go as JSON, if they are wanted so
 */
record Options(
    @Nullable Path report,
    @Nullable Path json,
    List<String> peers,
    double seconds,
    double minutes,
    boolean profile,
    List<Workload> workloads) {
  static final String USAGE =
      """
      usage: benchmarks/run [--report FILE] [--json FILE] [--peers LIST|none] [--seconds S] [--minutes M] [WORKLOAD ...]
             benchmarks/run --profile [WORKLOAD ...]
             benchmarks/run --jmh [OPTION OF JMH ...]
        workloads, by name or by what names begin with; all of them if none is named:
          S2 S3 C1 C2   models trained beside other engines; C2-width-…, C2-batch-… in other sizes
          S2-exact …    the same where rows that were not looked up catch up on what they missed
          V-1e4-lazy …  a growing table with Adam
          V-flat-lazy … tables of 1e4, 1e6 and 1e7 rows in turns: times as long a step
          T-1e7, T-1e8  a large table of rows of 16 with Adagrad: made, trained, saved, opened
          I             the model of C2 asked for one row, for batches, by several threads
          START CENSUS  processes from start to end: S2's first step, and ./inlay commands
          D             a file like that of Census to encoded batches
          M             the memory that training takes, beside what was foretold
          L             pairs of layers over 50 steps of 64 numbers, at batch 32 and 512
          G             matrix products: G-MxNxK-FORM[-THREADS], T where transposed
        --report FILE write a page with all figures (docs/benchmarks.md if nothing is said at all)
        --json FILE   also write one JSON object a row
        --peers LIST  which engines to measure beside Inlay
                      (tensorflow,djl,dl4j,onnxruntime,onnxruntime-1,openblas)
        --seconds S   how long what counts takes, for each engine alike (1.5)
        --minutes M   how long the run may take: S becomes less if it must (14)
        --profile     say what the time of Inlay's steps goes into
        --jmh         measure kernels alone, by JMH
      """;

  private static final List<String> PEERS =
      List.of(
          TensorFlowEngine.NAME,
          DjlEngine.NAME,
          Dl4jEngine.NAME,
          OnnxEngine.NAME,
          OnnxEngine.ONE_THREAD,
          Product.OPENBLAS);

  /**
   * What the arguments say.
   *
   * @throws IllegalArgumentException if they say nothing that there is
   */
  static Options of(String... args) {
    Path report = null;
    Path json = null;
    List<String> peers = PEERS;
    double seconds = 1.5;
    double minutes = 14;
    boolean profile = false;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--report" -> report = Path.of(value(args, ++i));
        case "--json" -> json = Path.of(value(args, ++i));
        case "--peers" -> peers = peers(value(args, ++i));
        case "--seconds" -> seconds = number(args, ++i);
        case "--minutes" -> minutes = number(args, ++i);
        case "--profile" -> profile = true;
        default -> {
          if (args[i].startsWith("-")) {
            throw new IllegalArgumentException("no option " + args[i]);
          }
          names.add(args[i]);
        }
      }
    }
    return new Options(report, json, peers, seconds, minutes, profile, Workloads.named(names));
  }

  private static String value(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(args[i - 1] + " wants a value");
    }
    return args[i];
  }

  private static double number(String[] args, int i) {
    String text = value(args, i);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(args[i - 1] + " wants a number, got " + text, e);
    }
  }

  private static List<String> peers(String list) {
    if (list.equals("none")) {
      return List.of();
    }
    List<String> peers = Arrays.asList(list.split(",", -1));
    for (String peer : peers) {
      if (!PEERS.contains(peer)) {
        throw new IllegalArgumentException("no engine %s; there are %s".formatted(peer, PEERS));
      }
    }
    return peers;
  }
}
