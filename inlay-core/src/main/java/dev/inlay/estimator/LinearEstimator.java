package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Weighted sums of columns under any head: TensorFlow's {@code LinearEstimator}. Its optimizer is
 * {@code Ftrl.of(0.2f)} unless another is set.
 */
public final class LinearEstimator implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  LinearEstimator(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A linear model under a head.
   *
   * @param head what the logits mean
   * @param columns dense or categorical
   * @throws IllegalArgumentException if there are no columns, or two of one name
   */
  public static LinearEstimator of(Head head, Collection<? extends FeatureColumn> columns) {
    return new LinearEstimator(Blueprint.of("LinearEstimator", Linear.of(columns), null, head));
  }

  /** With another optimizer. */
  public LinearEstimator withOptimizer(Optimizer optimizer) {
    return new LinearEstimator(blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public LinearEstimator withSparseCombiner(Combiner combiner) {
    return new LinearEstimator(blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public LinearEstimator withDefaults(Defaults defaults) {
    return new LinearEstimator(blueprint.withDefaults(defaults));
  }

  LinearEstimator withRunning(Running running) {
    return new LinearEstimator(blueprint.withRunning(running));
  }

  @Override
  public LinearEstimator withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public LinearEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public LinearEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
