package dev.inlay.formats.tensorboard;

import dev.inlay.train.Callback;
import dev.inlay.train.Training;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes logs that TensorBoard shows, under Keras's names: {@code epoch_loss} and the metrics of
 * each epoch into the folder {@code train}, those of validation into {@code validation}, the
 * learning rate, the model's graph with a scope for each layer, its summary as text, weights as
 * histograms, and embedding tables for the projector.
 *
 * <pre>{@code
 * model.fit(x, y, Fit.epochs(10).withCallbacks(TensorBoard.of(Path.of("logs"))));
 * // tensorboard --logdir logs
 * }</pre>
 *
 * @param logDir the folder
 * @param writeGraph whether the graph is written
 * @param writeStepsPerSecond whether the speed is written, as {@code epoch_steps_per_second}
 * @param histogramFreq after how many epochs histograms of all weights are written; 0 for never
 * @param updateFreq after how many batches numbers of the epoch so far are written as {@code
 *     batch_…}; 0 for never
 * @param projections embedding tables for the projector by their weight's path, each with a label
 *     for each row or no labels; written at the end of the fit
 */
public record TensorBoard(
    Path logDir,
    boolean writeGraph,
    boolean writeStepsPerSecond,
    int histogramFreq,
    int updateFreq,
    Map<String, List<String>> projections)
    implements Callback {
  private static final String VALIDATION = "val_";

  public TensorBoard {
    if (histogramFreq < 0 || updateFreq < 0) {
      throw new IllegalArgumentException(
          "histogramFreq and updateFreq are 0 or more, got %d and %d"
              .formatted(histogramFreq, updateFreq));
    }
    projections = Map.copyOf(projections);
  }

  /** Numbers of each epoch, and the graph. */
  public static TensorBoard of(Path logDir) {
    return new TensorBoard(logDir, true, false, 0, 0, Map.of());
  }

  public TensorBoard withWriteGraph(boolean write) {
    return new TensorBoard(
        logDir, write, writeStepsPerSecond, histogramFreq, updateFreq, projections);
  }

  public TensorBoard withWriteStepsPerSecond(boolean write) {
    return new TensorBoard(logDir, writeGraph, write, histogramFreq, updateFreq, projections);
  }

  public TensorBoard withHistogramFreq(int epochs) {
    return new TensorBoard(
        logDir, writeGraph, writeStepsPerSecond, epochs, updateFreq, projections);
  }

  public TensorBoard withUpdateFreq(int batches) {
    return new TensorBoard(
        logDir, writeGraph, writeStepsPerSecond, histogramFreq, batches, projections);
  }

  /**
   * With a table for the projector.
   *
   * @param path of the weight: {@code embedding/embeddings}
   * @param labels one for each row, or none
   */
  public TensorBoard withProjection(String path, List<String> labels) {
    Map<String, List<String>> more = new LinkedHashMap<>(projections);
    more.put(path, List.copyOf(labels));
    return new TensorBoard(
        logDir, writeGraph, writeStepsPerSecond, histogramFreq, updateFreq, more);
  }

  @Override
  public Observer start(Training training) {
    return new Log(this, training);
  }

  /** The files of one fit. */
  private static final class Log implements Observer {
    private final TensorBoard settings;
    private final Training training;
    private final EventFile train;
    private @Nullable EventFile validation;
    private long epochStart;
    private int stepAtStart;

    Log(TensorBoard settings, Training training) {
      this.settings = settings;
      this.training = training;
      this.train = EventFile.in(settings.logDir.resolve("train"));
    }

    @Override
    public void trainBegin() {
      train.text("model", 0, "```\n" + training.summary() + "\n```");
      if (settings.writeGraph) {
        train.graph(training.outputs());
      }
    }

    @Override
    public void epochBegin(int epoch) {
      epochStart = System.nanoTime();
      stepAtStart = training.step();
    }

    @Override
    public void batchEnd(int batch, Map<String, Double> logs) {
      if (settings.updateFreq > 0 && training.step() % settings.updateFreq == 0) {
        logs.forEach((name, value) -> train.scalar("batch_" + name, training.step(), value));
      }
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      logs.forEach(
          (name, value) -> {
            if (name.startsWith(VALIDATION)) {
              validated(name.substring(VALIDATION.length()), epoch, value);
            } else if (!name.equals(LEARNING_RATE)) {
              train.scalar("epoch_" + name, epoch, value);
            }
          });
      train.scalar("epoch_" + LEARNING_RATE, epoch, training.learningRate());
      if (settings.writeStepsPerSecond) {
        double seconds = (System.nanoTime() - epochStart) / 1e9;
        double steps = training.step() - stepAtStart;
        train.scalar("epoch_steps_per_second", epoch, steps / seconds);
      }
      if (settings.histogramFreq > 0 && epoch % settings.histogramFreq == 0) {
        training
            .weights()
            .forEach((path, weight) -> train.histogram(path + "/histogram", epoch, weight));
      }
    }

    private void validated(String name, int epoch, double value) {
      EventFile file = validation;
      if (file == null) {
        file = EventFile.in(settings.logDir.resolve("validation"));
        validation = file;
      }
      file.scalar("epoch_" + name, epoch, value);
      file.scalar("evaluation_" + name + "_vs_iterations", training.step(), value);
    }

    @Override
    public void trainEnd() {
      try {
        if (!settings.projections.isEmpty()) {
          Projector.write(settings.logDir, training.variables(), settings.projections);
        }
      } finally {
        train.close();
        if (validation != null) {
          validation.close();
        }
      }
    }
  }
}
