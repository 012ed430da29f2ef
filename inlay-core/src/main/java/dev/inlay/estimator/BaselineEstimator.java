package dev.inlay.estimator;

import dev.inlay.train.Optimizer;
import java.nio.file.Path;

/**
 * Learns logits that are the same for all rows, under any head: TensorFlow's {@code
 * BaselineEstimator}, what other estimators have to beat. Its optimizer is {@code Ftrl.of(0.3f)}
 * unless another is set.
 */
public final class BaselineEstimator implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  BaselineEstimator(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /** A baseline under a head. */
  public static BaselineEstimator of(Head head) {
    return new BaselineEstimator(Blueprint.baseline("BaselineEstimator", head));
  }

  /** With another optimizer. */
  public BaselineEstimator withOptimizer(Optimizer optimizer) {
    return new BaselineEstimator(blueprint.withBaseline(optimizer));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public BaselineEstimator withDefaults(Defaults defaults) {
    return new BaselineEstimator(blueprint.withDefaults(defaults));
  }

  BaselineEstimator withRunning(Running running) {
    return new BaselineEstimator(blueprint.withRunning(running));
  }

  @Override
  public BaselineEstimator withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public BaselineEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public BaselineEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
