package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an estimator's model, whatever its settings: the same in memory and in the model
 * directory. {@link TrainingRun}, {@link Evaluations} and {@link Predictions} feed it.
 */
final class Driver {
  static final System.Logger LOG = System.getLogger(Estimator.class.getName());

  private final Assembly assembly;
  private final Evaluations evaluations = new Evaluations(this);
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

  Assembly assembly() {
    return assembly;
  }

  Evaluations evaluations() {
    return evaluations;
  }

  Running running() {
    return assembly.running();
  }

  RunConfig config() {
    return assembly.running().config();
  }

  Machine made() {
    Machine known = machine;
    if (known == null) {
      known = new Machine(assembly);
      machine = known;
    }
    return known;
  }

  /** The model as it is in the model directory or, if that holds none, in memory. */
  Machine forTraining() {
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
  static Dataset batched(@Nullable Dataset data) {
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
  void show(Dataset data) {
    Machine made = made();
    if (assembly.looksAtData() && !made.isShown()) {
      try (BatchIterator batches = data.iterator()) {
        if (batches.hasNext()) {
          made.show(batches.next());
        }
      }
    }
  }

  /** The newest weights, or those of a checkpoint: then the newest are read anew next time. */
  Machine reading(@Nullable Path checkpoint) {
    if (checkpoint == null) {
      return forReading();
    }
    Machine made = made();
    restore(made, CheckpointReader.open(checkpoint), checkpoint, false);
    synced = -1;
    return made;
  }

  /** What features were like in the training of the model directory. */
  List<FeatureSchema> schema() {
    Path directory = config().modelDir();
    return directory == null || !ModelDirectory.exists(directory)
        ? List.of()
        : ModelDirectory.schema(directory);
  }

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
