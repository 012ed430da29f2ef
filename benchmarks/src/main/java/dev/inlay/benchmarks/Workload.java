package dev.inlay.benchmarks;

import dev.inlay.benchmarks.EmbeddingMlp.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named measurement.
 *
 * @param name as on the command line
 * @param subject what is trained or asked
 * @param measure what is measured
 */
record Workload(String name, Subject subject, Measure measure) {
  /** What is measured, in which unit. */
  enum Measure {
    STEPS("steps/s", true),
    SAMPLES("samples/s", true),
    STEP_TIME("ms/step", false),
    BYTES("MB/s", true),
    FLOPS("GFLOP/s", true),
    READ_TIME("ns/row", false),
    TRAIN_TIME("ns/row", false),
    ONE_ROW("µs p50", false),
    ONE_ROW_TAIL("µs p99", false),
    START("ms", false),
    TRAIN_COMMAND("ms", false),
    PREDICT_COMMAND("ms", false);

    private final String unit;
    private final boolean higherIsBetter;

    Measure(String unit, boolean higherIsBetter) {
      this.unit = unit;
      this.higherIsBetter = higherIsBetter;
    }

    String unit() {
      return unit;
    }

    boolean higherIsBetter() {
      return higherIsBetter;
    }
  }

  private static EmbeddingMlp clicks() {
    return new EmbeddingMlp(13, 26, 100_000, 16, List.of(512, 256, 128), Objective.CLICKS, 2048);
  }

  private static EmbeddingMlp growing(int vocabulary) {
    return new EmbeddingMlp(0, 1, vocabulary, 64, List.of(64), Objective.REGRESSION, 1024);
  }

  /** All of them, in the order in which they run. */
  static List<Workload> all() {
    EmbeddingMlp sequential =
        new EmbeddingMlp(0, 1, 1_000, 128, List.of(64), Objective.REGRESSION, 32);
    EmbeddingMlp functional =
        new EmbeddingMlp(5, 1, 1_000, 128, List.of(64), Objective.REGRESSION, 32);
    EmbeddingMlp census = new EmbeddingMlp(5, 8, 1_000, 8, List.of(100, 50), Objective.INCOME, 256);
    List<Workload> all = new ArrayList<>();
    Collections.addAll(
        all,
        new Workload("S2", sequential, Measure.STEPS),
        new Workload("S3", functional, Measure.STEPS),
        new Workload("C1", census, Measure.SAMPLES),
        new Workload("C2", clicks(), Measure.SAMPLES),
        new Workload("V-1e4", growing(10_000), Measure.STEP_TIME),
        new Workload("V-1e5", growing(100_000), Measure.STEP_TIME),
        new Workload("V-1e6", growing(1_000_000), Measure.STEP_TIME),
        new Workload("I-one", clicks(), Measure.ONE_ROW),
        new Workload("I-one-tail", clicks(), Measure.ONE_ROW_TAIL),
        new Workload("I-batch", clicks(), Measure.SAMPLES),
        new Workload("START-step", sequential, Measure.START),
        new Workload("START-train", sequential, Measure.TRAIN_COMMAND),
        new Workload("START-predict", sequential, Measure.PREDICT_COMMAND),
        new Workload("D-csv", census, Measure.BYTES),
        new Workload("D-row", census, Measure.READ_TIME),
        new Workload("D-step", census, Measure.TRAIN_TIME));
    for (LayerPair.Kind kind : LayerPair.Kind.values()) {
      for (int batch : List.of(32, 512)) {
        String name = "L-%s-%d".formatted(kind.label(), batch);
        all.add(new Workload(name, new LayerPair(kind, batch), Measure.STEPS));
      }
    }
    for (Product product : Product.all()) {
      all.add(new Workload(product.label(), product, Measure.FLOPS));
    }
    return all;
  }

  /** Tables that need most of a machine's memory: measured if they are named. */
  private static List<Workload> large() {
    return List.of(
        new Workload("V-1e7", growing(10_000_000), Measure.STEP_TIME),
        new Workload("T-1e4", narrow(10_000), Measure.STEP_TIME),
        new Workload("T-1e8", narrow(100_000_000), Measure.STEP_TIME));
  }

  /** As {@link #growing}, with rows of 16 floats moved by Adagrad. */
  private static EmbeddingMlp narrow(int vocabulary) {
    return new EmbeddingMlp(0, 1, vocabulary, 16, List.of(64), Objective.CLICKS, 1024);
  }

  /** The heap that it takes, where it isn't the usual one. */
  Optional<String> heap() {
    return switch (name) {
      case "V-1e7" -> Optional.of("-Xmx9g");
      case "T-1e8" -> Optional.of("-Xmx14g");
      default -> Optional.empty();
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
   * Whether an engine takes part: ONNX Runtime only predicts, layers are compared with PyTorch's
   * alone, matrix products with OpenBLAS's alone, reading files is held against Inlay's own step on
   * what was read, and large tables against small ones.
   */
  boolean suits(String engine) {
    return subject instanceof Product == engine.equals(Product.OPENBLAS)
        && !name.startsWith("D")
        && !large().contains(this)
        && !isCommand()
        && (isInference() || !engine.equals(OnnxEngine.NAME))
        && (!(subject instanceof LayerPair) || engine.equals(DjlEngine.NAME));
  }

  /** Steps after which compiled code has settled: some seconds. */
  int steps() {
    double flops = 6.0 * subject.products() * subject.batch();
    return (int) Math.clamp(2e11 / flops, 100, 50_000);
  }

  /** Whether this times a command of Inlay's, which no peer has. */
  boolean isCommand() {
    return measure == Measure.TRAIN_COMMAND || measure == Measure.PREDICT_COMMAND;
  }

  /** Whether processes are timed from their start to their end. */
  boolean isStart() {
    return measure == Measure.START || isCommand();
  }

  /** Whether a model is trained, step by step. */
  boolean hasSteps() {
    return !isInference() && !isStart() && !name.startsWith("D") && !(subject instanceof Product);
  }

  /** Whether this asks a model rather than training it. */
  boolean isInference() {
    return name.startsWith("I");
  }

  /** Whether matrix products on all threads are most of the work. */
  boolean isBoundByProducts() {
    return measure == Measure.SAMPLES || (subject instanceof Product product && product.isLarge());
  }

  /** Whether reading the weights of the layers, once, is most of the work. */
  boolean isBoundByReading() {
    return measure == Measure.ONE_ROW;
  }

  /**
   * Floating point operations of the matrix products in one of the things counted a second: those
   * forward, and when training as many for the weights' gradients and for the inputs'.
   */
  double flopsPerUnit() {
    return 2.0 * subject.products() * (isInference() ? 1 : 3);
  }

  /**
   * The workloads named; a letter names all that begin with it but the large ones.
   *
   * @throws IllegalArgumentException if a name is none
   */
  static List<Workload> named(List<String> names) {
    if (names.isEmpty()) {
      return all();
    }
    List<Workload> chosen = new ArrayList<>();
    for (String name : names) {
      List<Workload> found =
          Stream.concat(
                  all().stream().filter(w -> w.name.equals(name) || w.name.startsWith(name + "-")),
                  large().stream().filter(w -> w.name.equals(name)))
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no workload \"%s\"; there are %s"
                .formatted(
                    name,
                    Stream.of(
                            Stream.of("V", "I", "START", "L", "D", "G"),
                            names(all()),
                            names(large()))
                        .flatMap(each -> each)
                        .sorted()
                        .collect(Collectors.joining(", "))));
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  private static Stream<String> names(List<Workload> workloads) {
    return workloads.stream().map(Workload::name);
  }
}
