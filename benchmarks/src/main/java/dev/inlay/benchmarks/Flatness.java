package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many times as long a step takes with a larger table as with a small one. Both are trained in
 * turns in one process, so that neither the machine's mood nor the JIT's stands between them.
 */
final class Flatness {
  /** Behind the name: times as long as with the smallest table. */
  static final String FLAT = "-flat";

  /** Behind the name: times as long for each different row that a batch looks up. */
  static final String BY_ROW = "-row";

  private static final int TURN = 100;

  /** Steps of each turn until the caches hold what this table's steps need. */
  private static final int UNCOUNTED = 20;

  private static final int FEWEST_TURNS = 5;

  /** Until all is compiled. */
  private static final double WARM_UP = 6;

  /** A table of some size in training. */
  private static final class Trained {
    private final EmbeddingMlp spec;
    private final Model model;
    private final List<Rows> batches;
    private int at;

    Trained(EmbeddingMlp spec, Model model, List<Rows> batches) {
      this.spec = spec;
      this.model = model;
      this.batches = batches;
    }

    /** Seconds of a step, the median of a turn. */
    double turn() {
      double[] taken = new double[TURN - UNCOUNTED];
      for (int s = 0; s < TURN; s++) {
        long start = System.nanoTime();
        float loss = InlayEngine.step(model, spec, batches.get(at++ % batches.size()));
        if (!Float.isFinite(loss)) {
          throw new IllegalStateException("the loss is " + loss);
        }
        if (s >= UNCOUNTED) {
          taken[s - UNCOUNTED] = (System.nanoTime() - start) / 1e9;
        }
      }
      return Figure.quantile(taken, 0.5);
    }

    /** How many different rows a batch looks up on average. */
    double rows() {
      return batches.stream()
          .mapToLong(batch -> Arrays.stream(batch.ids()[0]).distinct().count())
          .average()
          .orElseThrow();
    }
  }

  private Flatness() {}

  /** Of tables of several sizes, the workload's own the largest of them. */
  static List<Figure> of(Workload workload, double seconds) {
    List<Trained> sizes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String rows : Workloads.FLAT_SIZES) {
      EmbeddingMlp spec = workload.model().withVocabulary(Workloads.rows(rows));
      sizes.add(of(spec));
      names.add(workload.name() + "-" + rows);
    }
    return figures(names, sizes, turns(sizes, seconds));
  }

  /** Of a table in training beside a small one, after the time of its steps. */
  static List<Figure> of(String name, EmbeddingMlp spec, Model model, double seconds) {
    Trained small = of(spec.withVocabulary(Workloads.rows(Workloads.FLAT_SIZES.getFirst())));
    Trained large = new Trained(spec, model, Rows.batches(spec, spec.batch()));
    List<Trained> sizes = List.of(small, large);
    List<double[]> turns = turns(sizes, seconds);
    double[] millis = turns.stream().mapToDouble(turn -> 1e3 * turn[1]).toArray();
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of(name, Unit.STEP_TIME, millis));
    figures.addAll(figures(List.of("", name + FLAT), sizes, turns));
    return figures;
  }

  private static Trained of(EmbeddingMlp spec) {
    return new Trained(spec, InlayEngine.compiled(spec), Rows.batches(spec, spec.batch()));
  }

  private static List<Figure> figures(
      List<String> names, List<Trained> sizes, List<double[]> turns) {
    double fewest = sizes.getFirst().rows();
    return IntStream.range(1, sizes.size())
        .boxed()
        .flatMap(
            i -> {
              double[] ratios = turns.stream().mapToDouble(turn -> turn[i] / turn[0]).toArray();
              double more = sizes.get(i).rows() / fewest;
              double[] each = Arrays.stream(ratios).map(ratio -> ratio / more).toArray();
              return List.of(
                  Figure.of(names.get(i), Unit.RATIO, ratios),
                  Figure.of(names.get(i) + BY_ROW, Unit.RATIO, each))
                  .stream();
            })
        .toList();
  }

  /** The turns that count, after those until all is compiled. */
  private static List<double[]> turns(List<Trained> sizes, double seconds) {
    turnsFor(sizes, WARM_UP);
    return turnsFor(sizes, seconds * sizes.size());
  }

  private static List<double[]> turnsFor(List<Trained> sizes, double seconds) {
    List<double[]> turns = new ArrayList<>();
    long start = System.nanoTime();
    while (turns.size() < FEWEST_TURNS || System.nanoTime() - start < seconds * 1e9) {
      turns.add(sizes.stream().mapToDouble(Trained::turn).toArray());
    }
    return turns;
  }
}
