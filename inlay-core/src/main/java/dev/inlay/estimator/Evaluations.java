package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.kernel.Job;
import dev.inlay.kernel.Kernels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Evaluates an estimator's model, and keeps what came out. */
final class Evaluations {
  private final Driver driver;

  /** Without a model directory: results by name and step. */
  private final Map<String, NavigableMap<Long, Map<String, Double>>> known = new LinkedHashMap<>();

  Evaluations(Driver driver) {
    this.driver = driver;
  }

  SortedMap<String, Double> evaluate(Supplier<Dataset> input, EvalOptions how) {
    Dataset data = Driver.batched(input.get());
    driver.show(data);
    return evaluate(driver.reading(how.checkpoint()), data, how);
  }

  /** Several data sets with the same weights. */
  Map<String, SortedMap<String, Double>> evaluate(
      Map<String, Supplier<Dataset>> inputs, EvalOptions how) {
    Map<String, SortedMap<String, Double>> results = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) -> {
          Dataset data = Driver.batched(input.get());
          driver.show(data);
          results.put(name, evaluate(driver.reading(how.checkpoint()), data, how.withName(name)));
        });
    return results;
  }

  SortedMap<String, Double> evaluate(Machine m, Dataset data, EvalOptions how) {
    if (how.steps() == 0 && Driver.batched(data).isInfinite()) {
      throw new IllegalArgumentException(
          "the data never ends; say over how many batches to evaluate");
    }
    Dataset all = how.steps() == 0 ? data : Driver.batched(data).take(how.steps());
    Machine.Traced model = m.traced(ModeKeys.EVAL);
    var context = new RunContext(driver, m, ModeKeys.EVAL);
    List<AddedMetric> added = driver.running().addedMetrics();
    var evaluation = new Evaluation(model.spec(), added);
    // Added metrics look at raw rows; where there are none, rows are encoded ahead.
    Dataset fed = added.isEmpty() ? all.map(new WalkEncoder(model)::apply).prefetch() : all;
    try (Job job = Kernels.job(all.cardinality().orElse(-1));
        Observers observers = new Observers();
        BatchIterator batches = fed.iterator()) {
      observers.start(model.spec().hooks(), context);
      observers.start(how.hooks(), context);
      observers.begin();
      measure(m, batches, added.isEmpty(), evaluation, context, observers, job);
      if (evaluation.batches() == 0) {
        throw new IllegalArgumentException("there is nothing to evaluate: the data has no rows");
      }
      var results = evaluation.results(m.step());
      keep(how, results);
      observers.end();
      Driver.LOG.log(INFO, () -> "evaluated: " + results);
      return results;
    }
  }

  private static void measure(
      Machine m,
      BatchIterator batches,
      boolean encoded,
      Evaluation evaluation,
      RunContext context,
      Observers observers,
      Job job) {
    Machine.Traced model = m.traced(ModeKeys.EVAL);
    long row = 0;
    while (!context.isStopRequested() && batches.hasNext()) {
      Batch rows = batches.next();
      observers.beforeStep();
      m.run(ModeKeys.EVAL, encoded ? rows : model.encode(rows), row);
      evaluation.add(model, rows);
      row += rows.rows();
      job.step();
      observers.afterStep(model.loss());
    }
  }

  private void keep(EvalOptions how, SortedMap<String, Double> results) {
    long step = Math.round(Objects.requireNonNull(results.get(Evaluation.GLOBAL_STEP)));
    Path directory = driver.config().modelDir();
    if (directory == null) {
      known.computeIfAbsent(how.name(), _ -> new TreeMap<>()).put(step, results);
      return;
    }
    Path folder = directory.resolve(how.folder());
    EvalResults.append(folder, results);
    SummaryWriter.Factory factory = driver.config().summaries();
    if (factory != null) {
      try (SummaryWriter writer = factory.open(folder)) {
        results.forEach(
            (key, value) -> {
              if (!key.equals(Evaluation.GLOBAL_STEP)) {
                writer.scalar(key, step, value);
              }
            });
      }
    }
  }

  /** The evaluations of a name so far, by step. */
  NavigableMap<Long, Map<String, Double>> of(String name) {
    Path directory = driver.config().modelDir();
    return directory == null
        ? new TreeMap<>(known.getOrDefault(name, new TreeMap<>()))
        : EvalResults.read(directory.resolve(EvalOptions.of().withName(name).folder()));
  }
}
