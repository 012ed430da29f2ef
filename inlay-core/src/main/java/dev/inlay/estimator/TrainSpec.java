package dev.inlay.estimator;

import dev.inlay.data.Dataset;
import java.util.List;
import java.util.function.Supplier;

/**
 * The training of {@link Estimator#trainAndEvaluate}: TensorFlow's class of this name.
 *
 * @param steps how far it goes; {@link Steps#max} for a number of steps in the estimator's life
 */
public record TrainSpec(
    Supplier<Dataset> input,
    Steps steps,
    List<Hook> hooks,
    List<CheckpointSaverListener> savingListeners) {
  public TrainSpec {
    hooks = List.copyOf(hooks);
    savingListeners = List.copyOf(savingListeners);
  }

  /** As far as the data goes. */
  public static TrainSpec of(Supplier<Dataset> input) {
    return new TrainSpec(input, Steps.UNTIL_DATA_ENDS, List.of(), List.of());
  }

  /** Until the estimator has made so many steps in its life. */
  public TrainSpec withMaxSteps(long total) {
    return new TrainSpec(input, Steps.max(total), hooks, savingListeners);
  }

  public TrainSpec withHooks(Hook... others) {
    return new TrainSpec(input, steps, List.of(others), savingListeners);
  }

  public TrainSpec withSavingListeners(CheckpointSaverListener... others) {
    return new TrainSpec(input, steps, hooks, List.of(others));
  }
}
