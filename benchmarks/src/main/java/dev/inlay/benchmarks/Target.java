package dev.inlay.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that Inlay wants to reach.
 *
 * @param what the figure
 * @param wanted in words
 * @param reached the number from a run's figures, or nothing if they weren't measured
 * @param bound that the number is held against
 * @param atLeast whether it must not be below the bound, rather than above
 * @param unit behind the number
 */
record Target(
    String what,
    String wanted,
    Function<Figures, Optional<Double>> reached,
    double bound,
    boolean atLeast,
    String unit) {

  /** The figures of a run by engine and name. */
  record Figures(Map<String, Row> rows) {
    static Figures of(List<Row> rows) {
      Map<String, Row> byName = new HashMap<>();
      rows.forEach(row -> byName.put(row.engine() + " " + row.figure().name(), row));
      return new Figures(byName);
    }

    Optional<Row> row(String engine, String figure) {
      return Optional.ofNullable(rows.get(engine + " " + figure));
    }

    Optional<Double> inlay(String figure) {
      return row(InlayEngine.NAME, figure).map(row -> row.figure().value());
    }

    /** How many times as good Inlay is, or the share of a limit. */
    Optional<Double> factor(String engine, String figure) {
      return row(engine, figure).flatMap(row -> Optional.ofNullable(row.factor()));
    }

    Optional<Double> ratio(String figure, String to) {
      return inlay(figure).flatMap(one -> inlay(to).map(other -> one / other));
    }
  }

  /** A target as it stands after a run. */
  record Outcome(Target target, double value, boolean isReached) {
    String number() {
      return target.unit.equals("%")
          ? String.format(Locale.ROOT, "%.0f%%", 100 * value)
          : Row.number(value) + target.unit;
    }
  }

  /** How it stands, or nothing if it wasn't measured. */
  Optional<Outcome> outcome(Figures figures) {
    return reached
        .apply(figures)
        .map(value -> new Outcome(this, value, atLeast ? value >= bound : value <= bound));
  }

  private static Target times(String figure, String engine, double bound) {
    return new Target(
        figure,
        "%s× %s".formatted(Row.number(bound), engine),
        f -> f.factor(engine, figure),
        bound,
        true,
        "×");
  }

  private static Target share(String figure, double bound) {
    return new Target(
        figure,
        "%.0f%% of the limit".formatted(100 * bound),
        f -> f.factor(Row.LIMIT, figure),
        bound,
        true,
        "%");
  }

  private static Target most(String figure, double bound, String unit) {
    return new Target(
        figure, "at most " + Row.number(bound) + unit, f -> f.inlay(figure), bound, false, unit);
  }

  /** How many times as long steps may take as with a table of 10,000 rows. */
  private static Target flat(String figure, double bound) {
    return new Target(
        figure,
        "at most %s times 10,000 rows".formatted(Row.number(bound)),
        f -> f.inlay(figure),
        bound,
        false,
        " times");
  }

  /** All of them. */
  static List<Target> all() {
    String tensorflow = TensorFlowEngine.NAME;
    List<Target> all = new ArrayList<>();
    all.add(times("S2", tensorflow, 10));
    all.add(times("S3", tensorflow, 10));
    all.add(times("C1", tensorflow, 3));
    all.add(times("C2", tensorflow, 3));
    all.add(share("C2", 0.6));
    for (String moved : List.of("lazy", "exact")) {
      for (String rows : List.of("1e6", "1e7")) {
        all.add(flat("V-flat-%s-%s".formatted(moved, rows), 1.2));
      }
      all.add(flat("V-flat-%s-1e6".formatted(moved), 1.5));
    }
    all.add(flat("T-1e7" + Flatness.FLAT, 1.2));
    all.add(flat("T-1e8" + Flatness.FLAT, 1.2));
    all.add(most("I-one", 15, " µs"));
    all.add(most("I-one" + Workload.TAIL, 60, " µs"));
    all.add(most("I-one-int8", 15, " µs"));
    all.add(most("I-one-int8" + Workload.TAIL, 60, " µs"));
    all.add(times("I-one", OnnxEngine.NAME, 3));
    all.add(times("I-one", OnnxEngine.ONE_THREAD, 3));
    all.add(times("I-batch", OnnxEngine.NAME, 1));
    all.add(most("START-step", 0.7, " s"));
    all.add(most("START-train", 3, " s"));
    all.add(most("START-predict", 0.5, " s"));
    all.add(most("CENSUS", 4.9, " s"));
    all.add(
        new Target(
            "D-rows", "the rows a second of C1", f -> f.ratio("D-rows", "C1"), 1, true, "×"));
    for (String model : List.of("M-S2", "M-C1", "M-C2")) {
      all.add(
          new Target(
              model,
              "within 10% of what was foretold",
              f -> f.ratio(model, model + MemoryCheck.FORETOLD).map(r -> Math.abs(r - 1)),
              0.1,
              false,
              "%"));
    }
    for (Workload workload : Workloads.all()) {
      switch (workload.subject()) {
        case LayerPair _ -> all.add(times(workload.name(), DjlEngine.NAME, 1));
        case Product product when workload.isBoundByProducts() ->
            all.add(share(workload.name(), product.threads() == 1 ? 0.85 : 0.75));
        case Product _ -> all.add(times(workload.name(), Product.OPENBLAS, 1));
        case EmbeddingMlp _ -> {}
      }
    }
    return all;
  }
}
