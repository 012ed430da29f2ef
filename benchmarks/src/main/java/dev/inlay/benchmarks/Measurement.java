package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Engine.Predictor;
import dev.inlay.benchmarks.Engine.Trainer;
import java.util.Arrays;
import java.util.List;

/** Times an engine on a workload: warm-up, then the median of several runs. */
final class Measurement {
  private static final int WARM_UP_STEPS = 200;
  private static final int RUNS = 3;

  private final double seconds;

  /** Each of the {@value #RUNS} runs lasts this long, warming up twice as long at least. */
  Measurement(double seconds) {
    this.seconds = seconds;
  }

  /** The figure, in the workload's unit. */
  double of(Engine engine, Workload workload) {
    EmbeddingMlp model = workload.model();
    if (!workload.isInference()) {
      List<Rows> batches = Rows.batches(model, model.batch());
      try (Trainer trainer = engine.trainer(model)) {
        double perSecond = rate(batches, trainer::step);
        return switch (workload.measure()) {
          case STEPS -> perSecond;
          case SAMPLES -> perSecond * model.batch();
          case STEP_TIME -> 1e3 / perSecond;
          case ONE_ROW, ONE_ROW_TAIL -> throw new IllegalStateException("no training: " + workload);
        };
      }
    }
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
    timed(batches, step, WARM_UP_STEPS, 2 * seconds);
    double[] rates = new double[RUNS];
    for (int r = 0; r < RUNS; r++) {
      rates[r] = timed(batches, step, 1, seconds);
    }
    Arrays.sort(rates);
    return rates[RUNS / 2];
  }

  /** Steps for the given time, but so many at least; gives steps a second. */
  private double timed(List<Rows> batches, Step step, int atLeast, double seconds) {
    long start = System.nanoTime();
    long steps = 0;
    float sum = 0;
    while (steps < atLeast || System.nanoTime() - start < seconds * 1e9) {
      sum += step.run(batches.get((int) (steps++ % batches.size())));
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    if (!Float.isFinite(sum)) {
      throw new IllegalStateException("the loss is " + sum);
    }
    return steps / elapsed;
  }

  private double quantile(List<Rows> rows, Predictor predictor, double quantile) {
    timed(rows, r -> predictor.predict(r)[0], 20_000, 2 * seconds);
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
