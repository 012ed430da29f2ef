package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.feature.ColumnEncoder;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What runs an estimator, whatever its settings: it feeds the model, keeps it the same as in the
 * model directory, and counts.
 */
final class Driver {
  static final System.Logger LOG = System.getLogger(Estimator.class.getName());

  /** How many batches are encoded ahead. */
  private static final int AHEAD = 2;

  private static final String GLOBAL_STEP = "global_step";
  private static final int PREDICTED = 256;

  private final Blueprint blueprint;
  private @Nullable Machine machine;

  /** The step for which memory and model directory are known to hold the same; -1 for none. */
  private long synced = -1;

  /** The model, and what feeds it; made when they are first needed. */
  private record Machine(ColumnEncoder encoder, Model model) {}

  Driver(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  static Driver of(Estimator estimator) {
    return switch (estimator) {
      case LinearClassifier e -> e.driver;
      case LinearRegressor e -> e.driver;
      case DnnClassifier e -> e.driver;
      case DnnRegressor e -> e.driver;
      case DnnLinearCombinedClassifier e -> e.driver;
      case DnnLinearCombinedRegressor e -> e.driver;
    };
  }

  RunConfig config() {
    return blueprint.config();
  }

  /** The model as it is in the model directory or, if that holds none, in memory. */
  private Machine machine() {
    Machine made = machine;
    if (made == null) {
      ColumnEncoder encoder = blueprint.encoder();
      made = new Machine(encoder, blueprint.model(encoder));
      machine = made;
    }
    Path directory = config().modelDir();
    if (directory != null) {
      synchronize(made.model, directory);
    }
    return made;
  }

  private void synchronize(Model model, Path directory) {
    var files = Checkpoints.files(directory);
    if (files.isEmpty() || (files.lastKey() == synced && model.step() == synced)) {
      return;
    }
    Checkpoints.newest(directory)
        .ifPresent(
            reader -> {
              try (reader) {
                model.restore(reader);
                synced = reader.step();
                LOG.log(System.Logger.Level.INFO, "restored step {0} from {1}", synced, directory);
              }
            });
  }

  /**
   * The data, if it is in batches.
   *
   * @throws IllegalArgumentException if it is not
   */
  static Dataset batched(Dataset data) {
    if (!data.isBatched()) {
      throw new IllegalArgumentException(
          "the data is not in batches; end the input function with .batch(32)");
    }
    return data;
  }

  void train(Supplier<Dataset> input, Steps steps, StepListener listener) {
    Dataset data = batched(input.get());
    try (Saver saver = Saver.of(config())) {
      Machine m = machine();
      long first = m.model.step();
      long end = steps.end(first);
      if (first >= end) {
        LOG.log(
            System.Logger.Level.INFO, "nothing to train: {0} of {1} steps are made", first, end);
        return;
      }
      LOG.log(System.Logger.Level.INFO, blueprint::describe);
      saver.begin(m.model);
      long made = run(m, data.take(end - first), saver, listener);
      if (made == 0) {
        LOG.log(System.Logger.Level.WARNING, "training made no step: the data has no rows");
      }
      saver.end(m.model);
      synced = config().modelDir() == null ? -1 : m.model.step();
    }
  }

  /** Makes a step for each batch; gives their number. */
  private long run(Machine m, Dataset data, Saver saver, StepListener listener) {
    var log = new StepLog(config().logStepCountSteps());
    long made = 0;
    try (BatchIterator batches = labelled(m, data)) {
      while (batches.hasNext() && !Thread.currentThread().isInterrupted()) {
        long before = m.model.step();
        double loss = loss(m.model, batches.next());
        made++;
        log.step(before, loss);
        saver.step(m.model);
        listener.afterStep(before + 1, loss);
      }
    }
    log.end();
    return made;
  }

  private static double loss(Model model, Batch batch) {
    Double loss = model.trainOnBatch(batch).get("loss");
    if (loss == null) {
      throw new IllegalStateException("the model gave no loss");
    }
    return loss;
  }

  private BatchIterator labelled(Machine m, Dataset data) {
    return data.map(rows -> blueprint.labelled(m.encoder, rows)).prefetch(AHEAD).iterator();
  }

  SortedMap<String, Double> evaluate(Dataset data) {
    if (batched(data).isInfinite()) {
      throw new IllegalArgumentException(
          "the data never ends; say over how many batches to evaluate");
    }
    Machine m = machine();
    var evaluation = new Evaluation(blueprint.head(), blueprint.reduction());
    try (BatchIterator batches = labelled(m, data)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        evaluation.add((Tensor) batch.label(), logits(m.model, batch), batch.sampleWeights());
      }
    }
    if (evaluation.batches() == 0) {
      throw new IllegalArgumentException("there is nothing to evaluate: the data has no rows");
    }
    var results = evaluation.results(m.model.step());
    LOG.log(System.Logger.Level.INFO, () -> "evaluated: " + results);
    return results;
  }

  private static FloatTensor logits(Model model, Batch batch) {
    return model.predict(batch.features());
  }

  Map<String, Tensor> predict(Batch rows) {
    Machine m = machine();
    Batch encoded = Batch.of(m.encoder.encode(rows).features());
    return blueprint.head().predictions(logits(m.model, encoded));
  }

  Stream<Map<String, Tensor>> predict(Dataset data) {
    Machine m = machine();
    BatchIterator batches =
        (data.isBatched() ? data : data.batch(PREDICTED))
            .map(rows -> Batch.of(m.encoder.encode(rows).features()))
            .prefetch(AHEAD)
            .iterator();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(batches, Spliterator.ORDERED), false)
        .map(batch -> blueprint.head().predictions(logits(m.model, batch)))
        .flatMap(Driver::rows)
        .onClose(batches::close);
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

  long globalStep() {
    return machine().model.step();
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
    List<String> names = new ArrayList<>(variables(machine().model).keySet());
    names.add(GLOBAL_STEP);
    return names;
  }

  FloatTensor variableValue(String name) {
    Model model = machine().model;
    if (name.equals(GLOBAL_STEP)) {
      return Tensor.scalar(model.step());
    }
    Map<String, Checkpoint.Entry> all = variables(model);
    Checkpoint.Entry variable = all.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          "no variable \"%s\"; there are %s".formatted(name, all.keySet()));
    }
    return Tensor.of(variable.shape(), variable.values().array().clone());
  }

  void setVariable(String name, Tensor values) {
    machine().model.setWeight(name, values);
  }

  /** Weights, and what optimizers remember under TensorFlow's names. */
  private static Map<String, Checkpoint.Entry> variables(Model model) {
    Map<String, Checkpoint.Entry> all = new LinkedHashMap<>();
    var weights = model.variables().keySet();
    for (Checkpoint.Entry entry : model.checkpoint(Map.of()).entries()) {
      String name = entry.name();
      all.put(weights.contains(name) ? name : "training/" + optimizerName(name), entry);
    }
    return all;
  }

  private static String optimizerName(String slot) {
    int end = slot.indexOf('/');
    return switch (slot.substring(0, end)) {
          case "adagrad" -> "Adagrad";
          case "adam" -> "Adam";
          case "ftrl" -> "Ftrl";
          case "rmsprop" -> "RMSprop";
          case "sgd" -> "SGD";
          case String other -> other;
        }
        + slot.substring(end);
  }
}
