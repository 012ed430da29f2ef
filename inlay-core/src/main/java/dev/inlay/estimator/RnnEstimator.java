package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.SequenceFeatures;
import dev.inlay.layer.RNNCell;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A recurrent network over sequences under any head: TensorFlow's {@code
 * experimental.RNNEstimator}. Its optimizer is that of {@link RnnClassifier} unless another is set.
 */
public final class RnnEstimator implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  RnnEstimator(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A recurrent network under a head.
   *
   * @param head what the logits mean; one of steps, as {@link SequenceHead}, gets logits of each
   *     step, others of the last
   * @param columns of sequences, as {@link SequenceFeatures} takes them
   * @param cells what is done at each step, one after the other
   * @throws IllegalArgumentException if there are no columns, two of one name, one without steps,
   *     or no cell
   */
  public static RnnEstimator of(
      Head head, Collection<? extends FeatureColumn> columns, RNNCell... cells) {
    Rnn network = Rnn.of(columns, cells).withReturnSequences(head.isOfSteps());
    return new RnnEstimator(Blueprint.of("RnnEstimator", null, network, head));
  }

  /** With dense columns of whole rows, which are put beside each step. */
  public RnnEstimator withContext(Collection<? extends FeatureColumn> columns) {
    return new RnnEstimator(blueprint.withRnn(rnn -> rnn.withContext(columns)));
  }

  /** With another optimizer. */
  public RnnEstimator withOptimizer(Optimizer optimizer) {
    return new RnnEstimator(blueprint.withRnn(rnn -> rnn.withOptimizer(optimizer)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public RnnEstimator withDefaults(Defaults defaults) {
    return new RnnEstimator(blueprint.withDefaults(defaults));
  }

  RnnEstimator withRunning(Running running) {
    return new RnnEstimator(blueprint.withRunning(running));
  }

  @Override
  public RnnEstimator withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public RnnEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public RnnEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
