package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Config;
import dev.inlay.model.Model;
import dev.inlay.model.NonFiniteLossException;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A model over columns, ready to be trained, measured and asked: TensorFlow's {@code tf.estimator}.
 *
 * <pre>{@code
 * var categoryId = CategoricalColumn.identity("category_id", 1_000);
 * var estimator  = DnnRegressor.of(List.of(EmbeddingColumn.of(categoryId, 128)), 128, 64)
 *     .withModelDir(Path.of("model"));
 * estimator.train(() -> Dataset.of(features, label).repeat().batch(32), Steps.of(1_000));
 * }</pre>
 *
 * <p>Data comes from an input function, which is asked for it anew each time: a {@link Dataset} of
 * raw features by name, in batches, with a label unless it is for prediction. Rows are encoded
 * ahead on another thread.
 *
 * <p>Settings never change; {@code withX} gives another estimator, untrained. What training makes
 * stays in the estimator and, where a model directory is named, there too: training goes on from
 * the newest whole checkpoint in it, and evaluation and prediction use that one. For one thread at
 * a time.
 */
public sealed interface Estimator
    permits LinearClassifier,
        LinearRegressor,
        LinearEstimator,
        DnnClassifier,
        DnnRegressor,
        DnnEstimator,
        DnnLinearCombinedClassifier,
        DnnLinearCombinedRegressor,
        DnnLinearCombinedEstimator,
        RnnClassifier,
        RnnEstimator,
        BaselineClassifier,
        BaselineRegressor,
        BaselineEstimator,
        CustomEstimator,
        ModelEstimator {
  /** How it is run. */
  default RunConfig config() {
    return Driver.of(this).config();
  }

  /** An untrained estimator that is run in another way. */
  Estimator withConfig(RunConfig config);

  /** An untrained estimator that keeps its checkpoints in a directory. */
  Estimator withModelDir(Path directory);

  /** An untrained estimator whose first weights and dropout are functions of another seed. */
  Estimator withSeed(long seed);

  /** An untrained estimator whose evaluations also have metrics of yours. */
  default Estimator addMetrics(AddedMetric... metrics) {
    return Driver.rerun(this, Driver.of(this).running().withMore(List.of(metrics)));
  }

  /** An untrained estimator whose first weights come from a checkpoint. */
  default Estimator withWarmStart(WarmStartSettings settings) {
    return Driver.rerun(this, Driver.of(this).running().withWarmStart(settings));
  }

  /**
   * Trains until the steps are made or the data ends.
   *
   * @throws IllegalArgumentException if the data is not in batches, or a feature, a label or a
   *     weight is missing or doesn't suit, named with its column, row and value
   * @throws IllegalStateException if somebody else is training in the model directory
   * @throws NonFiniteLossException if the loss becomes infinite or not a number
   */
  default void train(Supplier<Dataset> input, Steps steps) {
    train(input, steps, List.of(), List.of());
  }

  /** Trains, and tells of each step. */
  default void train(Supplier<Dataset> input, Steps steps, StepListener listener) {
    train(input, steps, List.of(listener.hook()), List.of());
  }

  /** Trains with hooks that take part in it. */
  default void train(Supplier<Dataset> input, Steps steps, Hook... hooks) {
    train(input, steps, List.of(hooks), List.of());
  }

  /** Trains with hooks that take part in it, and listeners that are told of checkpoints. */
  default void train(
      Supplier<Dataset> input,
      Steps steps,
      List<Hook> hooks,
      List<CheckpointSaverListener> savingListeners) {
    new TrainingRun(Driver.of(this)).train(input, steps, hooks, savingListeners);
  }

  /**
   * Trains, and evaluates checkpoints as they are written: TensorFlow's {@code train_and_evaluate}.
   * The last one is evaluated in any case.
   *
   * @throws IllegalArgumentException if the estimator has no model directory
   */
  default TrainedAndEvaluated trainAndEvaluate(TrainSpec train, EvalSpec eval) {
    if (config().modelDir() == null) {
      throw new IllegalArgumentException(
          "checkpoints are evaluated, so the estimator wants a model directory; withModelDir");
    }
    var listener = new EvaluatingListener(this, eval);
    List<CheckpointSaverListener> listeners = new ArrayList<>(train.savingListeners());
    listeners.add(listener);
    train(train.input(), train.steps(), train.hooks(), listeners);
    return listener.outcome();
  }

  /**
   * Measures over all of the data: {@code loss} (the mean of the batches' losses), {@code
   * average_loss} (of the rows', by their weights), {@code global_step}, and what TensorFlow's
   * heads report, as {@code accuracy} and {@code auc}.
   *
   * @throws IllegalArgumentException if the data is empty, not in batches or never ends, or if
   *     something in it is missing or doesn't suit
   */
  default SortedMap<String, Double> evaluate(Supplier<Dataset> input) {
    return evaluate(input, EvalOptions.of());
  }

  /** Measures over so many batches, or all if there are fewer. */
  default SortedMap<String, Double> evaluate(Supplier<Dataset> input, int batches) {
    return evaluate(input, EvalOptions.of().withSteps(batches));
  }

  /** Measures under a name: results are kept in {@code eval_NAME} of the model directory. */
  default SortedMap<String, Double> evaluate(Supplier<Dataset> input, String name) {
    return evaluate(input, EvalOptions.of().withName(name));
  }

  /** Measures as the options say. */
  default SortedMap<String, Double> evaluate(Supplier<Dataset> input, EvalOptions how) {
    return Driver.of(this).evaluations().evaluate(input, how);
  }

  /**
   * Measures several data sets with the same weights, each under its name; the model is made and
   * read once.
   */
  default Map<String, SortedMap<String, Double>> evaluate(Map<String, Supplier<Dataset>> inputs) {
    return Driver.of(this).evaluations().evaluate(inputs, EvalOptions.of());
  }

  /**
   * The evaluations so far by step: those in the model directory, or those of this object.
   *
   * @param name of the evaluation; empty for the usual one
   */
  default NavigableMap<Long, Map<String, Double>> evaluations(String name) {
    return Driver.of(this).evaluations().of(name);
  }

  /**
   * Predictions for each row, by key: {@code predictions} of a regressor; {@code logits}, {@code
   * probabilities}, {@code class_ids}, {@code classes} and others of a classifier. Rows are read
   * and predicted as the stream is walked; close it when you leave before its end.
   */
  default Stream<Map<String, Tensor>> predict(Supplier<Dataset> input) {
    return predict(input, PredictOptions.of());
  }

  /** Predictions for each row, as the options say. */
  default Stream<Map<String, Tensor>> predict(Supplier<Dataset> input, PredictOptions how) {
    return new Predictions(Driver.of(this)).predict(input, how);
  }

  /** Predictions batch by batch. */
  default Stream<Map<String, Tensor>> predictBatches(Supplier<Dataset> input, PredictOptions how) {
    return new Predictions(Driver.of(this)).predictBatches(input, how);
  }

  /** Predictions for rows in memory, by the same keys: a row for each row. */
  default Map<String, Tensor> predict(Batch rows) {
    return new Predictions(Driver.of(this)).predict(rows);
  }

  /**
   * The names of weights, then of what the optimizers remember ({@code training/Adagrad/…}), and
   * {@code global_step}.
   */
  default List<String> variableNames() {
    return Driver.of(this).variableNames();
  }

  /**
   * A copy of a variable.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  default FloatTensor variableValue(String name) {
    return Driver.of(this).variableValue(name);
  }

  /**
   * Sets a weight, for training to start from values of one's own; in a model directory it is found
   * from the next checkpoint on.
   *
   * @throws IllegalArgumentException if there is none of that name, or its shape is another
   */
  default void setVariable(String name, Tensor values) {
    Driver.of(this).setVariable(name, values);
  }

  /** How many steps were made. */
  default long globalStep() {
    return Driver.of(this).globalStep();
  }

  /** The newest checkpoint in the model directory. */
  default Optional<Path> latestCheckpoint() {
    return Driver.of(this).latestCheckpoint();
  }

  // Layers.

  /**
   * The model as a Functional model from raw columns to logits: layers {@code input_layer}, {@code
   * hiddenlayer_0}, … {@code logits}, and {@code linear_model}; of a recurrent one {@code
   * sequence_features}, {@code dense_features}, {@code rnn} and {@code logits}. Its tables are the
   * estimator's own, not copies; once the estimator has trained on, the model predicts as it does.
   *
   * @throws IllegalStateException if the estimator is a baseline, or one of a model function
   */
  default Model toModel() {
    return Driver.of(this).model();
  }

  // Files.

  /**
   * An untrained estimator whose model directory also keeps some notes.
   *
   * @param notes maps, lists, texts, numbers and truth values, as JSON has them
   */
  default Estimator withNotes(Map<String, ?> notes) {
    return Driver.rerun(this, Driver.of(this).running().withNotes(notes));
  }

  /** The notes that the model directory keeps. */
  default Map<String, Object> notes() {
    return Driver.of(this).running().notes();
  }

  /** What features were like in the training of the model directory; empty if none has ended. */
  default List<FeatureSchema> schema() {
    return Driver.of(this).schema();
  }

  /**
   * Copies the model with its newest checkpoint to a new directory below a base, named after the
   * second: TensorFlow's {@code export_saved_model}. It appears there whole or not at all, and may
   * be moved, copied and zipped.
   *
   * @return the new directory
   * @throws IllegalStateException if the estimator has no model directory, or nothing in it
   */
  default Path exportSavedModel(Path base) {
    return Driver.of(this).export(base, null);
  }

  /** Copies the model with one of its checkpoints. */
  default Path exportSavedModel(Path base, Path checkpoint) {
    return Driver.of(this).export(base, checkpoint);
  }

  /**
   * The estimator of a model directory, whoever made it: this library or the command. It predicts,
   * measures and trains on. Of a zip file of one too: its model directory is then a temporary one.
   *
   * @throws IllegalArgumentException if there is none, or it isn't understood
   * @throws IllegalStateException if its sample of rows doesn't become the same predictions as in
   *     training
   */
  static Estimator load(Path place) {
    return load(place, Config.of());
  }

  /**
   * The estimator of a model directory with layers, losses or activations of your own.
   *
   * @param classes knows them: {@code Config.of(Scale.class)}
   */
  static Estimator load(Path place, Config classes) {
    Path directory = ZippedModel.is(place) ? ZippedModel.unpacked(place) : place;
    ModelDirectory saved = ModelDirectory.read(directory, classes);
    Running running =
        Running.USUAL.withConfig(RunConfig.of().withModelDir(directory)).withNotes(saved.notes());
    Description canned = saved.estimator();
    Estimator estimator =
        canned != null
            ? canned.estimator(running)
            : Driver.rerun(ModelEstimator.of(Model.ofJson(saved.model(), classes)), running);
    if (estimator.latestCheckpoint().isPresent()) {
      Driver.of(estimator).forReading();
    }
    return estimator;
  }
}
