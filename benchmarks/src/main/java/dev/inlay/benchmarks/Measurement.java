package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Engine.Predictor;
import dev.inlay.benchmarks.Engine.Trainer;
import dev.inlay.benchmarks.Figure.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Times an engine on a workload. */
final class Measurement {
  /** Of calls timed one by one, whose times are kept. */
  private static final int MOST_CALLS = 2_000_000;

  /** Parts of a run, whose spread is told. */
  private static final int PARTS = 10;

  private final double seconds;
  private final Pace pace;

  /**
   * @param seconds how long what counts takes
   * @param isFirst whether the process has measured nothing before
   */
  Measurement(double seconds, boolean isFirst) {
    this.seconds = seconds;
    pace = new Pace(seconds, isFirst ? Pace.LONGEST : Pace.LONGEST / 2, System::nanoTime);
  }

  /** The figures of a workload that is trained or asked. */
  List<Figure> of(Engine engine, Workload workload) {
    return switch (workload.kind()) {
      case TRAIN -> training(engine, workload);
      case ASK_ONE, ASK_ONE_INT8 -> oneRow(engine, workload);
      case ASK_BATCH -> batches(engine, workload);
      case ASK_THREADS -> threads(engine, workload);
      case PRODUCT, READ_CSV, TABLE, FLAT, MEMORY, FIRST_STEP, COMMAND ->
          throw new IllegalArgumentException(workload.name() + " is measured elsewhere");
    };
  }

  private interface Step {
    float run(Rows rows);
  }

  private Pace.Result paced(List<Rows> batches, Step step) {
    var next =
        new Runnable() {
          private int at;

          @Override
          public void run() {
            float loss = step.run(batches.get(at));
            at = (at + 1) % batches.size();
            if (!Float.isFinite(loss)) {
              throw new IllegalStateException("the loss is " + loss);
            }
          }
        };
    return pace.of(next);
  }

  private List<Figure> training(Engine engine, Workload workload) {
    Subject subject = workload.subject();
    List<Rows> batches = Rows.batches(subject, subject.batch());
    try (Trainer trainer = engine.trainer(subject)) {
      Pace.Result result = paced(batches, trainer::step);
      Figure speed = figure(workload, result.rates());
      if (!workload.hasOwnProcess()) {
        return List.of(speed);
      }
      return List.of(
          speed,
          Figure.of(workload.name() + Workload.NINETY, Unit.SECONDS, result.toNinety()),
          Figure.of(workload.name() + Workload.WARM, Unit.SECONDS, result.warmUp()));
    }
  }

  /** Rates in the workload's unit. */
  private static Figure figure(Workload workload, double[] stepsPerSecond) {
    double[] values = new double[stepsPerSecond.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (workload.unit()) {
            case SAMPLES -> stepsPerSecond[i] * workload.subject().batch();
            case STEP_TIME -> 1e3 / stepsPerSecond[i];
            default -> stepsPerSecond[i];
          };
    }
    return Figure.of(workload.name(), workload.unit(), values);
  }

  private List<Figure> batches(Engine engine, Workload workload) {
    EmbeddingMlp model = workload.model();
    List<Rows> rows = Rows.batches(model, model.batch());
    try (Predictor predictor = engine.predictor(model)) {
      return List.of(figure(workload, paced(rows, batch -> predictor.predict(batch)[0]).rates()));
    }
  }

  /** Half, and ninety-nine of a hundred, of the calls took no longer. */
  private List<Figure> oneRow(Engine engine, Workload workload) {
    EmbeddingMlp model = workload.model();
    List<Rows> rows = Rows.batches(model, 1);
    try (Predictor predictor = engine.predictor(model)) {
      paced(rows, row -> predictor.predict(row)[0]);
      List<Double> halves = new ArrayList<>();
      List<Double> tails = new ArrayList<>();
      double[] micros = new double[MOST_CALLS / PARTS];
      for (int part = 0; part < PARTS; part++) {
        int calls = 0;
        long end = System.nanoTime() + (long) (seconds / PARTS * 1e9);
        for (long before = System.nanoTime(); before < end && calls < micros.length; ) {
          predictor.predict(rows.get(calls % rows.size()));
          long now = System.nanoTime();
          micros[calls++] = (now - before) / 1e3;
          before = now;
        }
        double[] taken = Arrays.copyOf(micros, calls);
        halves.add(Figure.quantile(taken, 0.5));
        tails.add(Figure.quantile(taken, 0.99));
      }
      return List.of(
          Figure.of(workload.name(), Unit.ROW_TIME, array(halves)),
          Figure.of(workload.name() + Workload.TAIL, Unit.ROW_TIME, array(tails)));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** One model asked by several threads, each for a row at a time. */
  private List<Figure> threads(Engine engine, Workload workload) {
    EmbeddingMlp model = workload.model();
    List<Rows> rows = Rows.batches(model, 1);
    List<Figure> figures = new ArrayList<>();
    try (Predictor predictor = engine.predictor(model)) {
      paced(rows, row -> predictor.predict(row)[0]);
      for (int threads : Workload.THREADS) {
        double[] rates = new double[PARTS];
        // The first part is for the threads to get going.
        for (int part = -1; part < PARTS; part++) {
          rates[Math.max(part, 0)] = rate(predictor, rows, threads, seconds / PARTS);
        }
        figures.add(Figure.of(workload.name() + "-" + threads, Unit.CALLS, rates));
      }
    }
    return figures;
  }

  private static double rate(Predictor predictor, List<Rows> rows, int threads, double seconds) {
    var calls = new LongAdder();
    long start = System.nanoTime();
    List<Thread> running =
        IntStream.range(0, threads)
            .mapToObj(
                t ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              int made = 0;
                              while (System.nanoTime() - start < seconds * 1e9) {
                                predictor.predict(rows.get((t + made++) % rows.size()));
                              }
                              calls.add(made);
                            }))
            .toList();
    try {
      for (Thread thread : running) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody should interrupt a measurement", e);
    }
    return calls.sum() * 1e9 / (System.nanoTime() - start);
  }
}
