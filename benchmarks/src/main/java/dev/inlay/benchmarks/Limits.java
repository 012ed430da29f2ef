package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
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

  private static final String NONE = "";

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

  /** What bounds a figure of a workload, in its unit. */
  Optional<Figure> of(Workload workload, String figure) {
    boolean isMain = figure.equals(workload.name());
    String limit =
        switch (workload.kind()) {
          case TRAIN, ASK_BATCH, PRODUCT ->
              !isMain || !workload.isBoundByProducts()
                  ? NONE
                  : workload.subject() instanceof Product product && product.threads() == 1
                      ? ONE_THREAD
                      : ALL_THREADS;
          case ASK_ONE -> isMain ? READ : NONE;
          case ASK_ONE_INT8, ASK_THREADS, READ_CSV, TABLE, FLAT, MEMORY, FIRST_STEP, COMMAND ->
              NONE;
        };
    Figure found = figures.get(limit);
    if (found == null) {
      return Optional.empty();
    }
    double value =
        workload.unit() == Unit.SAMPLES
            ? found.value() * 1e9 / workload.flopsPerUnit()
            : found.value();
    Unit unit = workload.unit() == Unit.SAMPLES ? Unit.SAMPLES : found.unit();
    return Optional.of(Figure.of(figure, unit, value));
  }
}
