package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A network under any head: TensorFlow's {@code DNNEstimator}. Its optimizer is {@code
 * Adagrad.of(0.001f)} in Keras 2's arithmetic unless another is set.
 */
public final class DnnEstimator implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnEstimator(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A network under a head.
   *
   * @param head what the logits mean
   * @param columns dense ones, which the network reads
   * @param hiddenUnits the width of each hidden layer
   * @throws IllegalArgumentException if there are no columns, two of one name, one that is only
   *     categorical, or no hidden layer
   */
  public static DnnEstimator of(
      Head head, Collection<? extends FeatureColumn> columns, int... hiddenUnits) {
    return new DnnEstimator(Blueprint.of("DnnEstimator", null, Dnn.of(columns, hiddenUnits), head));
  }

  /** With another optimizer. */
  public DnnEstimator withOptimizer(Optimizer optimizer) {
    return new DnnEstimator(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnEstimator withActivation(ActivationFunction activation) {
    return new DnnEstimator(blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnEstimator withDropout(double part) {
    return new DnnEstimator(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnEstimator withBatchNorm(boolean normalised) {
    return new DnnEstimator(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnEstimator withDefaults(Defaults defaults) {
    return new DnnEstimator(blueprint.withDefaults(defaults));
  }

  DnnEstimator withRunning(Running running) {
    return new DnnEstimator(blueprint.withRunning(running));
  }

  @Override
  public DnnEstimator withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
