package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something to measure, which gives one or several figures for each engine that takes part.
 *
 * @param name as on the command line
 * @param subject what is trained or asked
 * @param kind how it is measured
 * @param unit that of its figure, or of most of them
 */
record Workload(String name, Subject subject, Kind kind, Unit unit) {
  /** Behind the name: seconds from the first step to nine tenths of the speed reached. */
  static final String NINETY = "-90%";

  /** Behind the name: seconds from the first step until speed had settled. */
  static final String WARM = "-warm";

  /** Behind the name: ninety-nine of a hundred calls took no longer. */
  static final String TAIL = "-p99";

  /** How many threads ask one model. */
  static final List<Integer> THREADS = List.of(1, 2, 4);

  /** A size in a name, with what follows. */
  private static final Pattern SIZE = Pattern.compile("-\\d.*");

  /** How something is measured. */
  enum Kind {
    /** Steps, after warming up. */
    TRAIN(9),
    /** One row at a time, each call timed. */
    ASK_ONE(10),
    /** The same with the layers' weights in 8 bits. */
    ASK_ONE_INT8(10),
    /** Batches, after warming up. */
    ASK_BATCH(10),
    /** One row at a time by several threads. */
    ASK_THREADS(9),
    /** A matrix product alone. */
    PRODUCT(2),
    /** A file of text to batches of ids and numbers. */
    READ_CSV(8),
    /** A large table made, trained, saved and opened. */
    TABLE(8),
    /** Tables of several sizes trained in turns. */
    FLAT(35),
    /** The memory that training takes, beside what was foretold. */
    MEMORY(3),
    /** From the start of a process to the end of its first step, several times. */
    FIRST_STEP(12),
    /** A command from its start to its end, several times if it is short. */
    COMMAND(12);

    private final int seconds;

    Kind(int seconds) {
      this.seconds = seconds;
    }

    /** About how long one engine takes. */
    int seconds() {
      return seconds;
    }
  }

  /** About how long one engine takes, in seconds. */
  int expectedSeconds() {
    return switch (name) {
      case "T-1e7" -> 20;
      case "T-1e8" -> 80;
      // Most of a group has been warmed up by its first.
      default -> hasOwnProcess() || kind == Kind.PRODUCT ? kind.seconds() : kind.seconds() * 3 / 4;
    };
  }

  /**
   * What is measured one after the other in one process, which warms up once: matrix products, and
   * a model in several sizes.
   */
  String group() {
    return switch (kind) {
      case PRODUCT -> "G";
      case TRAIN -> SIZE.matcher(name).replaceFirst("");
      default -> name;
    };
  }

  /** Whether it is no part of a group, so that it tells how long it takes to be fast. */
  boolean hasOwnProcess() {
    return group().equals(name);
  }

  /** GiB of heap that it takes where the usual is not enough, or else 0. */
  int heap() {
    return switch (name) {
      case "V-flat-lazy", "V-flat-exact" -> 10;
      case "T-1e8" -> 14;
      default -> 0;
    };
  }

  /**
   * The embeddings and hidden layers.
   *
   * @throws IllegalStateException if it is of another kind
   */
  EmbeddingMlp model() {
    if (subject instanceof EmbeddingMlp model) {
      return model;
    }
    throw new IllegalStateException(name + " has no tables and hidden layers");
  }

  /**
   * Whether a peer takes part. S2, C1 and C2 are beside every engine that trains, and asking beside
   * all that answer (but DL4J's batches); S3, C2 in other sizes, growing tables and the first step
   * are beside TensorFlow, one of these tables beside DJL too; matrix products are compared with
   * OpenBLAS's alone, layers with PyTorch's. Weights in 8 bits, tables moved otherwise than the
   * peers can move them well, files, commands and memory are held against targets and limits alone.
   */
  boolean suits(String engine) {
    boolean tensorflow = engine.equals(TensorFlowEngine.NAME);
    boolean djl = engine.equals(DjlEngine.NAME);
    boolean dl4j = engine.equals(Dl4jEngine.NAME);
    boolean onnx = engine.startsWith(OnnxEngine.NAME);
    return switch (kind) {
      case PRODUCT -> engine.equals(Product.OPENBLAS);
      case ASK_ONE -> tensorflow || djl || dl4j || onnx;
      case ASK_BATCH -> tensorflow || djl || onnx;
      case ASK_THREADS -> engine.equals(OnnxEngine.ONE_THREAD);
      case FIRST_STEP -> tensorflow;
      case TRAIN ->
          switch (subject) {
            case LayerPair _ -> djl;
            case EmbeddingMlp _ ->
                switch (name) {
                  case "S2", "C1", "C2" -> tensorflow || djl || dl4j;
                  case "V-1e5-lazy" -> tensorflow || djl;
                  case "V-1e5-dense", "S2-exact", "S3-exact" -> false;
                  default -> tensorflow;
                };
            case Product _ -> false;
          };
      case ASK_ONE_INT8, READ_CSV, TABLE, FLAT, MEMORY, COMMAND -> false;
    };
  }

  /** Steps after which compiled code has settled: some seconds. */
  int profiledSteps() {
    double flops = 6.0 * subject.products() * subject.batch();
    return (int) Math.clamp(2e11 / flops, 100, 50_000);
  }

  /** Whether it makes steps whose parts can be told. */
  boolean hasSteps() {
    return kind == Kind.TRAIN || kind == Kind.TABLE;
  }

  /** Whether matrix products are most of the work. */
  boolean isBoundByProducts() {
    return switch (kind) {
      case TRAIN, ASK_BATCH -> unit == Unit.SAMPLES;
      case PRODUCT -> subject.batch() * subject.products() > 100_000_000;
      default -> false;
    };
  }

  /**
   * Floating point operations of the matrix products in one of the things counted a second: those
   * forward, and when training as many for the weights' gradients and for the inputs'.
   */
  double flopsPerUnit() {
    return 2.0 * subject.products() * (kind == Kind.TRAIN ? 3 : 1);
  }
}
