package dev.inlay.benchmarks;

import dev.inlay.benchmarks.EmbeddingMlp.Objective;
import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.benchmarks.Workload.Kind;
import dev.inlay.train.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The workloads, in the order in which they run: if the time is over, the last are left out. */
final class Workloads {
  /** Row counts of tables that are trained in turns. */
  static final List<String> FLAT_SIZES = List.of("1e4", "1e6", "1e7");

  private Workloads() {}

  private static EmbeddingMlp clicks(List<Integer> hidden, int batch) {
    return new EmbeddingMlp(13, 26, 100_000, 16, hidden, Objective.CLICKS, Rows.EXACT, batch);
  }

  private static EmbeddingMlp clicks() {
    return clicks(List.of(512, 256, 128), 2_048);
  }

  private static EmbeddingMlp small(int numerics, Rows moved) {
    return new EmbeddingMlp(numerics, 1, 1_000, 128, List.of(64), Objective.REGRESSION, moved, 32);
  }

  private static EmbeddingMlp growing(String rows, Rows moved) {
    return new EmbeddingMlp(0, 1, rows(rows), 64, List.of(64), Objective.REGRESSION, moved, 1_024);
  }

  /** As {@link #growing}, with rows of 16 floats moved by Adagrad. */
  private static EmbeddingMlp narrow(String rows) {
    return new EmbeddingMlp(0, 1, rows(rows), 16, List.of(64), Objective.CLICKS, Rows.EXACT, 1_024);
  }

  static int rows(String name) {
    return (int) Double.parseDouble(name);
  }

  /** All of them. */
  static List<Workload> all() {
    EmbeddingMlp exact = small(0, Rows.EXACT);
    EmbeddingMlp census =
        new EmbeddingMlp(5, 8, 1_000, 8, List.of(100, 50), Objective.INCOME, Rows.EXACT, 256);
    List<Workload> all = new ArrayList<>();
    all.add(new Workload("S2", small(0, Rows.LAZY), Kind.TRAIN, Unit.STEPS));
    all.add(new Workload("S2-exact", small(0, Rows.EXACT), Kind.TRAIN, Unit.STEPS));
    all.add(new Workload("S3", small(5, Rows.LAZY), Kind.TRAIN, Unit.STEPS));
    all.add(new Workload("S3-exact", small(5, Rows.EXACT), Kind.TRAIN, Unit.STEPS));
    all.add(new Workload("C1", census, Kind.TRAIN, Unit.SAMPLES));
    all.add(new Workload("C2", clicks(), Kind.TRAIN, Unit.SAMPLES));
    for (String rows : List.of("1e4", "1e5", "1e6")) {
      all.add(
          new Workload(
              "V-%s-lazy".formatted(rows), growing(rows, Rows.LAZY), Kind.TRAIN, Unit.STEP_TIME));
    }
    all.add(new Workload("V-1e5-dense", growing("1e5", Rows.DENSE), Kind.TRAIN, Unit.STEP_TIME));
    all.add(new Workload("I-one", clicks(), Kind.ASK_ONE, Unit.ROW_TIME));
    all.add(new Workload("I-one-int8", clicks(), Kind.ASK_ONE_INT8, Unit.ROW_TIME));
    all.add(new Workload("I-batch", clicks(), Kind.ASK_BATCH, Unit.SAMPLES));
    all.add(new Workload("I-threads", clicks(), Kind.ASK_THREADS, Unit.CALLS));
    for (Product product : Product.all()) {
      all.add(new Workload(product.label(), product, Kind.PRODUCT, Unit.FLOPS));
    }
    all.add(new Workload("START-step", exact, Kind.FIRST_STEP, Unit.SECONDS));
    all.add(new Workload("START-train", exact, Kind.COMMAND, Unit.SECONDS));
    all.add(new Workload("START-predict", exact, Kind.COMMAND, Unit.SECONDS));
    all.add(new Workload("CENSUS", census, Kind.COMMAND, Unit.SECONDS));
    all.add(new Workload("D", census, Kind.READ_CSV, Unit.ROWS));
    all.add(new Workload("M-S2", exact, Kind.MEMORY, Unit.MEGABYTES));
    all.add(new Workload("M-C1", census, Kind.MEMORY, Unit.MEGABYTES));
    all.add(new Workload("M-C2", clicks(), Kind.MEMORY, Unit.MEGABYTES));
    for (int width : List.of(100, 300, 1_000)) {
      EmbeddingMlp model = clicks(List.of(width, width / 2, width / 4), 2_048);
      all.add(new Workload("C2-width-" + width, model, Kind.TRAIN, Unit.SAMPLES));
    }
    for (int batch : List.of(100, 1_000, 10_000)) {
      EmbeddingMlp model = clicks(List.of(512, 256, 128), batch);
      all.add(new Workload("C2-batch-" + batch, model, Kind.TRAIN, Unit.SAMPLES));
    }
    for (Rows moved : List.of(Rows.LAZY, Rows.EXACT)) {
      String name = "V-flat-" + moved.name().toLowerCase(Locale.ROOT);
      EmbeddingMlp largest = growing(FLAT_SIZES.getLast(), moved);
      all.add(new Workload(name, largest, Kind.FLAT, Unit.RATIO));
    }
    for (String rows : List.of("1e7", "1e8")) {
      all.add(new Workload("T-" + rows, narrow(rows), Kind.TABLE, Unit.STEP_TIME));
    }
    for (LayerPair.Kind layer : LayerPair.Kind.values()) {
      for (int batch : List.of(32, 512)) {
        String name = "L-%s-%d".formatted(layer.label(), batch);
        all.add(new Workload(name, new LayerPair(layer, batch), Kind.TRAIN, Unit.STEPS));
      }
    }
    return all;
  }

  /**
   * The workloads named; a part of a name that ends before a hyphen names all that begin with it.
   *
   * @throws IllegalArgumentException if a name is none
   */
  static List<Workload> named(List<String> names) {
    List<Workload> all = all();
    if (names.isEmpty()) {
      return all;
    }
    List<Workload> chosen = new ArrayList<>();
    for (String name : names) {
      List<Workload> exact = all.stream().filter(w -> w.name().equals(name)).toList();
      List<Workload> found =
          all.stream()
              .filter(w -> w.name().equals(name) || w.name().startsWith(name + "-"))
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no workload \"%s\"; there are %s"
                .formatted(
                    name, all.stream().map(Workload::name).collect(Collectors.joining(", "))));
      }
      chosen.addAll(exact.isEmpty() ? found : exact);
    }
    return chosen;
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload named(String name) {
    return named(List.of(name)).getFirst();
  }
}
