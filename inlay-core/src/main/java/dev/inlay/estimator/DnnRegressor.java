package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A number by a network: TensorFlow's {@code DNNRegressor}. Its optimizer is {@code
 * Adagrad.of(0.001f)} in Keras 2's arithmetic unless another is set.
 */
public final class DnnRegressor implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnRegressor(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A network for one number.
   *
   * @param columns dense ones, which the network reads
   * @param hiddenUnits the width of each hidden layer
   * @throws IllegalArgumentException if there are no columns, two of one name, one that is only
   *     categorical, or no hidden layer
   */
  public static DnnRegressor of(Collection<? extends FeatureColumn> columns, int... hiddenUnits) {
    return new DnnRegressor(
        Blueprint.of("DnnRegressor", null, Dnn.of(columns, hiddenUnits), RegressionHead.of()));
  }

  /** With another optimizer. */
  public DnnRegressor withOptimizer(Optimizer optimizer) {
    return new DnnRegressor(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnRegressor withActivation(ActivationFunction activation) {
    return new DnnRegressor(blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnRegressor withDropout(double part) {
    return new DnnRegressor(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnRegressor withBatchNorm(boolean normalised) {
    return new DnnRegressor(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With so many numbers predicted for each row. */
  public DnnRegressor withLabelDimension(int numbers) {
    return new DnnRegressor(blueprint.withHead(RegressionHead.of(numbers)));
  }

  /** With rows that count as much as a feature says. */
  public DnnRegressor withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public DnnRegressor withWeightColumn(NumericColumn column) {
    return new DnnRegressor(blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public DnnRegressor withLossReduction(Loss.Reduction reduction) {
    return new DnnRegressor(blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnRegressor withDefaults(Defaults defaults) {
    return new DnnRegressor(blueprint.withDefaults(defaults));
  }

  DnnRegressor withRunning(Running running) {
    return new DnnRegressor(blueprint.withRunning(running));
  }

  @Override
  public DnnRegressor withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnRegressor withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnRegressor withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
