package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Config;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model directory that only predicts, for any number of threads at the same time:
 *
 * <pre>{@code
 * var predictor = SavedPredictor.load(Path.of("model"));
 * var answer = predictor.predictRows(List.of(Map.of("age", 39f, "workclass", "Private")));
 * }</pre>
 *
 * <p>Loading replays the checkpoint's sample of rows and refuses a model that has become another.
 * Rows are compared with what data was like in training: a feature that is missing or of another
 * type is an error that says so; that values are spread in another way is counted, and {@link
 * #drift} tells.
 */
public final class SavedPredictor {
  private final Machine first;
  private final Queue<Machine> idle = new ConcurrentLinkedQueue<>();
  private final DriftMonitor monitor;

  private SavedPredictor(Machine first, List<FeatureSchema> schema) {
    this.first = first;
    this.monitor = new DriftMonitor(schema);
  }

  /**
   * Opens a model directory, or a zip file of one.
   *
   * @throws IllegalArgumentException if there is none, it isn't understood, or has no checkpoint
   *     that is whole
   * @throws IllegalStateException if its sample of rows doesn't become the same predictions as in
   *     training
   */
  public static SavedPredictor load(Path place) {
    return load(place, Config.of());
  }

  /** Opens a model directory with layers, losses or activations of your own. */
  public static SavedPredictor load(Path place, Config classes) {
    Estimator estimator = Estimator.load(place, classes);
    if (estimator.globalStep() == 0) {
      throw new IllegalArgumentException(
          "%s has no trained weights that are whole; finish the training".formatted(place));
    }
    return of(estimator);
  }

  /** Predicts with the weights that an estimator has now, its newest checkpoint's if it has one. */
  public static SavedPredictor of(Estimator estimator) {
    return new SavedPredictor(Driver.of(estimator).forReading(), estimator.schema());
  }

  /** What features were like in training; empty if nobody has looked. */
  public List<FeatureSchema> schema() {
    return monitor.schema();
  }

  /**
   * Predictions for rows, by key, a row for each row.
   *
   * @throws IllegalArgumentException if a feature is missing, or not as it was in training
   */
  public Map<String, Tensor> predict(Batch rows) {
    monitor.check(rows);
    Machine borrowed = idle.poll();
    Machine machine = borrowed == null ? first.fork() : borrowed;
    machine.show(rows);
    Map<String, Tensor> predictions = machine.predict(rows);
    idle.add(machine);
    monitor.count(rows);
    return predictions;
  }

  /** Predictions for rows by column. */
  public Map<String, Tensor> predict(Map<String, ? extends Value> features) {
    return predict(Batch.of(features));
  }

  /**
   * Predictions for rows as maps of texts, numbers and lists of them.
   *
   * @throws IllegalArgumentException if a feature is missing, or not as it was in training
   */
  public Map<String, Tensor> predictRows(List<? extends Map<String, ?>> rows) {
    return predict(Dataset.ofMaps(rows).toBatch());
  }

  /** How the rows that were predicted so far differ from those of the training. */
  public List<Drift> drift() {
    return monitor.drift();
  }
}
