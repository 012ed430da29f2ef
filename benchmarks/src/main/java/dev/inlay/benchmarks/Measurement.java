package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Engine.Predictor;
import dev.inlay.benchmarks.Engine.Trainer;
import java.util.Arrays;
import java.util.List;

/** Times an engine on a workload: warm-up, then the median of several runs. */
final class Measurement {
  private static final int WARM_UP_STEPS = 200;
  private static final int RUNS = 3;

  /** Slow steps are warm after so many times a run, however few there were. */
  private static final int LONGEST_WARM_UP = 6;

  private final double seconds;

  /** Each of the {@value #RUNS} runs lasts this long, warming up twice as long at least. */
  Measurement(double seconds) {
    this.seconds = seconds;
  }

  /** The figure, in the workload's unit. */
  double of(Engine engine, Workload workload) {
    Subject subject = workload.subject();
    if (workload.measure() == Workload.Measure.BYTES) {
      return CensusCsv.megabytesPerSecond(seconds);
    }
    if (workload.measure() == Workload.Measure.READ_TIME) {
      return CensusCsv.nanosPerRow(seconds);
    }
    if (!workload.isInference()) {
      List<Rows> batches = Rows.batches(subject, subject.batch());
      try (Trainer trainer = engine.trainer(subject)) {
        double perSecond = rate(batches, trainer::step);
        return switch (workload.measure()) {
          case STEPS -> perSecond;
          case SAMPLES -> perSecond * subject.batch();
          case STEP_TIME -> 1e3 / perSecond;
          case TRAIN_TIME -> 1e9 / (perSecond * subject.batch());
          case BYTES,
              FLOPS,
              READ_TIME,
              ONE_ROW,
              ONE_ROW_TAIL,
              START,
              TRAIN_COMMAND,
              PREDICT_COMMAND ->
              throw new IllegalStateException("no training: " + workload);
        };
      }
    }
    EmbeddingMlp model = workload.model();
    try (Predictor predictor = engine.predictor(model)) {
      return switch (workload.measure()) {
        case ONE_ROW -> quantile(Rows.batches(model, 1), predictor, 0.50);
        case ONE_ROW_TAIL -> quantile(Rows.batches(model, 1), predictor, 0.99);
        default ->
            model.batch()
                * rate(Rows.batches(model, model.batch()), rows -> predictor.predict(rows)[0]);
      };
    }
  }

  private interface Step {
    float run(Rows rows);
  }

  private double rate(List<Rows> batches, Step step) {
    timed(batches, step, WARM_UP_STEPS, 2 * seconds, LONGEST_WARM_UP * seconds);
    double[] rates = new double[RUNS];
    for (int r = 0; r < RUNS; r++) {
      rates[r] = timed(batches, step, 1, seconds, seconds);
    }
    Arrays.sort(rates);
    return rates[RUNS / 2];
  }

  /**
   * Steps for the given time, and then on to so many, but no longer than {@code most}; gives steps
   * a second.
   */
  private double timed(List<Rows> batches, Step step, int atLeast, double seconds, double most) {
    long start = System.nanoTime();
    long steps = 0;
    float sum = 0;
    while (elapsed(start) < (steps < atLeast ? most : seconds)) {
      sum += step.run(batches.get((int) (steps++ % batches.size())));
    }
    double elapsed = elapsed(start);
    if (!Float.isFinite(sum)) {
      throw new IllegalStateException("the loss is " + sum);
    }
    return steps / elapsed;
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private double quantile(List<Rows> rows, Predictor predictor, double quantile) {
    timed(rows, r -> predictor.predict(r)[0], 20_000, 2 * seconds, LONGEST_WARM_UP * seconds);
    double[] medians = new double[RUNS];
    for (int r = 0; r < RUNS; r++) {
      int calls = 20_000;
      double[] micros = new double[calls];
      for (int i = 0; i < calls; i++) {
        long start = System.nanoTime();
        predictor.predict(rows.get(i % rows.size()));
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
      Arrays.sort(micros);
      medians[r] = micros[(int) (quantile * (calls - 1))];
    }
    Arrays.sort(medians);
    return medians[RUNS / 2];
  }
}
