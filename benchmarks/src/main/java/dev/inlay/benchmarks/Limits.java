package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The most that the machine gives, measured in the run whose figures it is held against: by name,
 * the figures of {@link #measured}.
 */
record Limits(Map<String, Figure> figures) {
  /** Multiply-adds of one thread, and of all. */
  static final String ONE_THREAD = "multiply-adds-on-one-core";

  static final String ALL_THREADS = "multiply-adds-on-all-cores";

  /** One thread's time to read as many weights as the layers of C2 have. */
  static final String READ = "read-C2";

  static final Limits UNKNOWN = new Limits(Map.of());

  static Limits of(List<Figure> figures) {
    return new Limits(figures.stream().collect(Collectors.toMap(Figure::name, f -> f)));
  }

  /** Measures all of them, which takes some seconds. */
  static List<Figure> measured(double seconds) {
    int weights = Math.toIntExact(Workloads.named("C2").subject().products());
    return List.of(
        Figure.of(ONE_THREAD, Unit.FLOPS, Peak.ofOneThread(seconds)),
        Figure.of(ALL_THREADS, Unit.FLOPS, Peak.ofAllThreads(seconds)),
        Figure.of(READ, Unit.ROW_TIME, Peak.microsToRead(weights, seconds / 2)));
  }

  /** The most that was seen in this and another measurement: neighbours may have had a share. */
  Limits or(Limits other) {
    Map<String, Figure> most = new HashMap<>(figures);
    other.figures.forEach((name, figure) -> most.merge(name, figure, Figure::better));
    return new Limits(Map.copyOf(most));
  }

  /** Whether a workload's figure stands beside one of these. */
  static boolean bound(Workload workload) {
    return name(workload).isPresent();
  }

  private static Optional<String> name(Workload workload) {
    return switch (workload.kind()) {
      case TRAIN, ASK_BATCH, PRODUCT ->
          Optional.of(
                  workload.subject() instanceof Product product && product.threads() == 1
                      ? ONE_THREAD
                      : ALL_THREADS)
              .filter(_ -> workload.isBoundByProducts());
      case ASK_ONE -> Optional.of(READ);
      case ASK_ONE_INT8, ASK_THREADS, READ_CSV, TABLE, FLAT, MEMORY, FIRST_STEP, COMMAND ->
          Optional.empty();
    };
  }

  /** What bounds a workload's figure, in its unit. */
  Optional<Figure> of(Workload workload) {
    return name(workload).map(figures::get).map(limit -> inUnitOf(workload, limit));
  }

  private static Figure inUnitOf(Workload workload, Figure limit) {
    return workload.unit() == Unit.SAMPLES
        ? Figure.of(workload.name(), Unit.SAMPLES, limit.value() * 1e9 / workload.flopsPerUnit())
        : Figure.of(workload.name(), limit.unit(), limit.value());
  }
}
