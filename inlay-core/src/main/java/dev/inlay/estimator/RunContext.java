package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Node;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What hooks see of a run, and may do to it. */
public final class RunContext {
  private final Driver driver;
  private final Machine machine;
  private final ModeKeys mode;
  private @Nullable Witness witness;
  private boolean stopped;

  RunContext(Driver driver, Machine machine, ModeKeys mode) {
    this.driver = driver;
    this.machine = machine;
    this.mode = mode;
  }

  /** What is being done. */
  public ModeKeys mode() {
    return mode;
  }

  /** How the estimator is run. */
  public RunConfig config() {
    return driver.config();
  }

  /** How many steps the estimator has made in its life. */
  public long globalStep() {
    return machine.step();
  }

  /** What this run computes as its loss; null in a prediction. */
  @Nullable Node loss() {
    return machine.traced(mode).spec().loss();
  }

  /** Ends the run after the present batch. */
  public void requestStop() {
    stopped = true;
  }

  /** Whether somebody wants the run to end. */
  public boolean isStopRequested() {
    return stopped;
  }

  /** The learning rate of the next step; of the first optimizer if there are several. */
  public float learningRate() {
    return machine.learningRate();
  }

  /**
   * A copy of a weight, or of what an optimizer remembers, as it is now.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public FloatTensor variableValue(String name) {
    return Variables.of(machine).value(name);
  }

  /** What the model function has named to be written for TensorBoard, for the last batch. */
  public Map<String, Tensor> summaries() {
    return machine.traced(mode).summaries();
  }

  /** Measures with the weights as they are now. */
  public SortedMap<String, Double> evaluate(Supplier<Dataset> input, EvalOptions how) {
    return driver.evaluations().evaluate(machine, input.get(), how);
  }

  /**
   * The evaluations so far, by step.
   *
   * @param name of the evaluation; empty for the usual one
   */
  public NavigableMap<Long, Map<String, Double>> evaluations(String name) {
    return driver.evaluations().of(name);
  }

  /** Where checkpoints are kept; null if the model is in memory only. */
  public @Nullable Path modelDir() {
    return driver.config().modelDir();
  }

  void witness(Witness observer) {
    witness = observer;
  }

  /** Rows of which checkpoints keep predictions; null for none. */
  @Nullable Batch sample() {
    return witness == null ? null : witness.sample(driver.config().sampleRows());
  }

  /** A checkpoint was written. */
  void saved(Path directory, long step) {
    driver.saved(directory, step);
  }

  Machine machine() {
    return machine;
  }
}
