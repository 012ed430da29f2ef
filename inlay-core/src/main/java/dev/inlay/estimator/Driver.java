package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Node;
import dev.inlay.layer.Config;
import dev.inlay.model.Model;
import dev.inlay.model.NonFiniteLossException;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What runs an estimator, whatever its settings: it feeds the model, keeps it the same as in the
 * model directory, and lets hooks take part.
 */
final class Driver {
  static final System.Logger LOG = System.getLogger(Estimator.class.getName());

  private static final int PREDICTED = 256;

  private final Assembly assembly;
  private final Map<String, NavigableMap<Long, Map<String, Double>>> evaluations =
      new LinkedHashMap<>();
  private @Nullable Machine machine;

  /** The step for which memory and model directory are known to hold the same; -1 for none. */
  private long synced = -1;

  Driver(Assembly assembly) {
    this.assembly = assembly;
  }

  static Driver of(Estimator estimator) {
    return switch (estimator) {
      case LinearClassifier e -> e.driver;
      case LinearRegressor e -> e.driver;
      case LinearEstimator e -> e.driver;
      case DnnClassifier e -> e.driver;
      case DnnRegressor e -> e.driver;
      case DnnEstimator e -> e.driver;
      case DnnLinearCombinedClassifier e -> e.driver;
      case DnnLinearCombinedRegressor e -> e.driver;
      case DnnLinearCombinedEstimator e -> e.driver;
      case RnnClassifier e -> e.driver;
      case RnnEstimator e -> e.driver;
      case BaselineClassifier e -> e.driver;
      case BaselineRegressor e -> e.driver;
      case BaselineEstimator e -> e.driver;
      case CustomEstimator e -> e.driver;
      case ModelEstimator e -> e.driver;
    };
  }

  /** An estimator of the same model that is run in another way. */
  static Estimator rerun(Estimator estimator, Running running) {
    return switch (estimator) {
      case LinearClassifier e -> e.withRunning(running);
      case LinearRegressor e -> e.withRunning(running);
      case LinearEstimator e -> e.withRunning(running);
      case DnnClassifier e -> e.withRunning(running);
      case DnnRegressor e -> e.withRunning(running);
      case DnnEstimator e -> e.withRunning(running);
      case DnnLinearCombinedClassifier e -> e.withRunning(running);
      case DnnLinearCombinedRegressor e -> e.withRunning(running);
      case DnnLinearCombinedEstimator e -> e.withRunning(running);
      case RnnClassifier e -> e.withRunning(running);
      case RnnEstimator e -> e.withRunning(running);
      case BaselineClassifier e -> e.withRunning(running);
      case BaselineRegressor e -> e.withRunning(running);
      case BaselineEstimator e -> e.withRunning(running);
      case CustomEstimator e -> e.withRunning(running);
      case ModelEstimator e -> e.withRunning(running);
    };
  }

  Running running() {
    return assembly.running();
  }

  RunConfig config() {
    return assembly.running().config();
  }

  private Machine made() {
    Machine known = machine;
    if (known == null) {
      known = new Machine(assembly);
      machine = known;
    }
    return known;
  }

  /** The model as it is in the model directory or, if that holds none, in memory. */
  private Machine forTraining() {
    return current(true);
  }

  /** The same, but without what only training needs. */
  Machine forReading() {
    return current(false);
  }

  private Machine current(boolean training) {
    Machine made = made();
    Path directory = config().modelDir();
    boolean restored = false;
    if (directory != null) {
      var files = Checkpoints.files(directory);
      if (!files.isEmpty()
          && !(isSynced(made, files.lastKey()) && (!training || made.isTrainable()))) {
        var newest = Checkpoints.newest(directory);
        newest.ifPresent(reader -> restore(made, reader, directory, training));
        restored = newest.isPresent();
      }
    }
    if (!restored && made.step() == 0) {
      made.warmStart();
    }
    return made;
  }

  private boolean isSynced(Machine made, long newest) {
    return newest == synced && made.step() == synced;
  }

  private void restore(Machine made, CheckpointReader reader, Path from, boolean all) {
    try (reader) {
      if (all) {
        made.restore(reader);
      } else {
        made.restoreWeights(reader);
      }
      synced = reader.step();
      LOG.log(INFO, "restored step {0} from {1}", synced, from);
    }
  }

  /** A checkpoint of the model in memory was written into a directory. */
  void saved(Path directory, long step) {
    if (directory.equals(config().modelDir())) {
      synced = step;
    }
  }

  /**
   * The data, if it is in batches.
   *
   * @throws IllegalArgumentException if it is not
   */
  private static Dataset batched(@Nullable Dataset data) {
    if (data == null) {
      throw new IllegalArgumentException("the input function gave null; let it give a Dataset");
    }
    if (!data.isBatched()) {
      throw new IllegalArgumentException(
          "the data is not in batches; end the input function with .batch(32)");
    }
    return data;
  }

  /** Shows a model that takes features as they are what they are like. */
  private void show(Dataset data) {
    Machine made = made();
    if (assembly.looksAtData() && !made.isShown()) {
      try (BatchIterator batches = data.iterator()) {
        if (batches.hasNext()) {
          made.show(batches.next());
        }
      }
    }
  }

  // Training.

  void train(
      Supplier<Dataset> input,
      Steps steps,
      List<Hook> hooks,
      List<CheckpointSaverListener> listeners) {
    Dataset data = batched(input.get());
    show(data);
    Machine m = made();
    var context = new RunContext(this, m, ModeKeys.TRAIN);
    try (Observers observers = new Observers()) {
      // Takes the right to write into the directory before anything is read from it.
      Path directory = config().modelDir();
      Witness witness =
          directory == null ? null : new Witness(assembly, directory, assembly.features());
      saver(hooks, listeners, context).ifPresent(observers::add);
      forTraining();
      if (witness != null) {
        context.witness(witness);
        observers.add(witness);
      }
      long first = m.step();
      long end = steps.end(first);
      if (first >= end) {
        LOG.log(INFO, "nothing to train: {0} of {1} steps are made", first, end);
        return;
      }
      LOG.log(INFO, assembly::describe);
      observers.add(LoggingHook.ofSteps(config().logStepCountSteps()).start(context));
      summaries(context, observers);
      for (Hook hook : m.traced(ModeKeys.TRAIN).spec().hooks()) {
        observers.add(hook.start(context));
      }
      for (Hook hook : hooks) {
        if (!(hook instanceof CheckpointSaverHook)) {
          observers.add(hook.start(context));
        }
      }
      observers.begin();
      Dataset seen = data.take(end - first);
      if (run(m, witness == null ? seen : seen.map(witness::see), context, observers) == 0) {
        LOG.log(WARNING, "training made no step: the data has no rows");
      }
      m.settle();
      observers.end();
    }
  }

  /** What writes checkpoints: the user's own hook, or one as the settings say. */
  private Optional<Hook.Observer> saver(
      List<Hook> hooks, List<CheckpointSaverListener> listeners, RunContext context) {
    List<CheckpointSaverHook> own = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook instanceof CheckpointSaverHook saver) {
        own.add(saver);
      }
    }
    if (own.size() > 1) {
      throw new IllegalArgumentException("two hooks save checkpoints; give one");
    }
    Path directory = config().modelDir();
    if (own.isEmpty() && directory == null) {
      if (!listeners.isEmpty()) {
        throw new IllegalArgumentException(
            "listeners for checkpoints, but the estimator has no model directory; give it one");
      }
      return Optional.empty();
    }
    CheckpointSaverHook hook =
        own.isEmpty()
            ? CheckpointSaverHook.of(config(), Objects.requireNonNull(directory), listeners)
            : own.getFirst().withMoreListeners(listeners);
    return Optional.of(hook.start(context));
  }

  private void summaries(RunContext context, Observers observers) {
    SummaryWriter.Factory factory = config().summaries();
    Path directory = config().modelDir();
    if (factory != null && directory != null && config().saveSummarySteps() > 0) {
      SummaryWriter writer = factory.open(directory);
      Node loss = context.loss();
      if (context.globalStep() == 0 && loss != null) {
        writer.graph(List.of(loss));
      }
      Hook.Observer saver =
          new SummarySaverHook(writer, config().saveSummarySteps()).start(context);
      observers.add(saver, writer::close);
    }
  }

  /** Makes a step for each batch; gives their number. */
  private static long run(Machine m, Dataset data, RunContext context, Observers observers) {
    Machine.Traced training = m.traced(ModeKeys.TRAIN);
    long made = 0;
    try (BatchIterator batches = data.map(new WalkEncoder(training)).prefetch().iterator()) {
      while (!context.isStopRequested()
          && !Thread.currentThread().isInterrupted()
          && batches.hasNext()) {
        Batch batch = batches.next();
        observers.beforeStep();
        double loss;
        try {
          loss = m.train(batch);
        } catch (NonFiniteLossException e) {
          if (observers.notFinite(e)) {
            break;
          }
          throw e;
        }
        made++;
        observers.afterStep(loss);
      }
    }
    return made;
  }

  // Evaluation.

  SortedMap<String, Double> evaluate(Supplier<Dataset> input, EvalOptions how) {
    Dataset data = batched(input.get());
    show(data);
    return evaluate(reading(how.checkpoint()), data, how);
  }

  /** What features were like in the training of the model directory. */
  List<FeatureSchema> schema() {
    Path directory = config().modelDir();
    return directory == null || !ModelDirectory.exists(directory)
        ? List.of()
        : ModelDirectory.schema(directory);
  }

  /** Several data sets with the same weights. */
  Map<String, SortedMap<String, Double>> evaluate(
      Map<String, Supplier<Dataset>> inputs, EvalOptions how) {
    Map<String, SortedMap<String, Double>> results = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) -> {
          Dataset data = batched(input.get());
          show(data);
          results.put(name, evaluate(reading(how.checkpoint()), data, how.withName(name)));
        });
    return results;
  }

  /** The newest weights, or those of a checkpoint: then the newest are read anew next time. */
  private Machine reading(@Nullable Path checkpoint) {
    if (checkpoint == null) {
      return forReading();
    }
    Machine made = made();
    restore(made, CheckpointReader.open(checkpoint), checkpoint, false);
    synced = -1;
    return made;
  }

  SortedMap<String, Double> evaluate(Machine m, Dataset data, EvalOptions how) {
    if (how.steps() == 0 && batched(data).isInfinite()) {
      throw new IllegalArgumentException(
          "the data never ends; say over how many batches to evaluate");
    }
    Dataset all = how.steps() == 0 ? data : batched(data).take(how.steps());
    Machine.Traced model = m.traced(ModeKeys.EVAL);
    var context = new RunContext(this, m, ModeKeys.EVAL);
    List<AddedMetric> added = running().addedMetrics();
    var evaluation = new Evaluation(model.spec(), added);
    // Added metrics look at raw rows; where there are none, rows are encoded ahead.
    Dataset fed = added.isEmpty() ? all.map(new WalkEncoder(model)).prefetch() : all;
    try (Observers observers = new Observers();
        BatchIterator batches = fed.iterator()) {
      for (Hook hook : model.spec().hooks()) {
        observers.add(hook.start(context));
      }
      for (Hook hook : how.hooks()) {
        observers.add(hook.start(context));
      }
      observers.begin();
      measure(m, batches, added.isEmpty(), evaluation, context, observers);
      if (evaluation.batches() == 0) {
        throw new IllegalArgumentException("there is nothing to evaluate: the data has no rows");
      }
      var results = evaluation.results(m.step());
      keep(how, results);
      observers.end();
      LOG.log(INFO, () -> "evaluated: " + results);
      return results;
    }
  }

  private static void measure(
      Machine m,
      BatchIterator batches,
      boolean encoded,
      Evaluation evaluation,
      RunContext context,
      Observers observers) {
    Machine.Traced model = m.traced(ModeKeys.EVAL);
    long row = 0;
    while (!context.isStopRequested() && batches.hasNext()) {
      Batch rows = batches.next();
      observers.beforeStep();
      m.run(ModeKeys.EVAL, encoded ? rows : model.encode(rows), row);
      evaluation.add(model, rows);
      row += rows.rows();
      observers.afterStep(model.loss());
    }
  }

  private void keep(EvalOptions how, SortedMap<String, Double> results) {
    long step = Math.round(Objects.requireNonNull(results.get(Evaluation.GLOBAL_STEP)));
    evaluations.computeIfAbsent(how.name(), _ -> new TreeMap<>()).put(step, results);
    Path directory = config().modelDir();
    if (directory == null) {
      return;
    }
    Path folder = directory.resolve(how.folder());
    EvalResults.append(folder, results);
    SummaryWriter.Factory factory = config().summaries();
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
  NavigableMap<Long, Map<String, Double>> evaluations(String name) {
    Path directory = config().modelDir();
    return directory == null
        ? new TreeMap<>(evaluations.getOrDefault(name, new TreeMap<>()))
        : EvalResults.read(directory.resolve(EvalOptions.of().withName(name).folder()));
  }

  // Prediction.

  Map<String, Tensor> predict(Batch rows) {
    made().show(rows);
    return forReading().predict(rows);
  }

  Stream<Map<String, Tensor>> predict(Supplier<Dataset> input, PredictOptions how) {
    Stream<Map<String, Tensor>> batches = predictBatches(input, how);
    return batches.flatMap(Driver::rows);
  }

  Stream<Map<String, Tensor>> predictBatches(Supplier<Dataset> input, PredictOptions how) {
    Dataset given = input.get();
    Dataset data = given.isBatched() ? given : given.batch(PREDICTED);
    show(data);
    Machine m = reading(how.checkpoint());
    Machine.Traced model = m.traced(ModeKeys.PREDICT);
    var context = new RunContext(this, m, ModeKeys.PREDICT);
    var observers = new Observers();
    for (Hook hook : model.spec().hooks()) {
      observers.add(hook.start(context));
    }
    for (Hook hook : how.hooks()) {
      observers.add(hook.start(context));
    }
    observers.begin();
    BatchIterator batches = data.map(new WalkEncoder(model)).prefetch().iterator();
    var walk = new PredictionWalk(m, model, batches, how, context, observers);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false)
        .onClose(walk::close);
  }

  /** Each row of a batch's predictions, without the batch's axis. */
  private static Stream<Map<String, Tensor>> rows(Map<String, Tensor> batch) {
    return IntStream.range(0, batch.values().iterator().next().rows())
        .mapToObj(
            row -> {
              Map<String, Tensor> one = new LinkedHashMap<>();
              batch.forEach(
                  (key, all) ->
                      one.put(
                          key,
                          all.rows(row, row + 1)
                              .reshape(all.shape().slice(1, all.shape().rank()))));
              return one;
            });
  }

  // Variables.

  long globalStep() {
    Path directory = config().modelDir();
    if (directory != null && assembly.looksAtData() && !made().isShown()) {
      // The model can't be made yet, and its step is known without.
      try (var newest = Checkpoints.newest(directory).orElse(null)) {
        return newest == null ? 0 : newest.step();
      }
    }
    return forReading().step();
  }

  /** The model as layers over the same tables. */
  Model model() {
    Machine m = forReading();
    m.traced(ModeKeys.PREDICT);
    m.settle();
    return assembly.model(m.weights());
  }

  /** The model directory with what it says of the model. */
  ModelDirectory directory(Config classes) {
    return ModelDirectory.read(Objects.requireNonNull(config().modelDir()), classes);
  }

  /**
   * Copies the model with a checkpoint to a folder named after the time, below a base.
   *
   * @throws IllegalStateException if there is nothing to copy
   */
  Path export(Path base, @Nullable Path checkpoint) {
    Path directory = config().modelDir();
    Path from = checkpoint == null ? latestCheckpoint().orElse(null) : checkpoint;
    if (directory == null || from == null || !ModelDirectory.exists(directory)) {
      throw new IllegalStateException(
          directory == null
              ? "an estimator without a model directory can't be exported; give it one"
              : "%s has no trained model that can be exported; train first, and give a model function's weights away by its checkpoints"
                  .formatted(directory));
    }
    long second = System.currentTimeMillis() / 1000;
    Path to = base.resolve(Long.toString(second));
    while (Files.exists(to)) {
      second++;
      to = base.resolve(Long.toString(second));
    }
    ModelDirectory.export(directory, from, to);
    LOG.log(INFO, "exported {0} to {1}", from, to);
    return to;
  }

  Optional<Path> latestCheckpoint() {
    Path directory = config().modelDir();
    if (directory == null) {
      return Optional.empty();
    }
    var newest = Checkpoints.files(directory).lastEntry();
    return newest == null ? Optional.empty() : Optional.of(newest.getValue());
  }

  List<String> variableNames() {
    return Variables.of(forTraining()).names();
  }

  FloatTensor variableValue(String name) {
    return Variables.of(forTraining()).value(name);
  }

  void setVariable(String name, Tensor values) {
    Machine m = forTraining();
    Variables.of(m);
    m.weights().get(name).assign(values);
  }
}
